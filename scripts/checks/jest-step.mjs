import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { logPath, root, stateFolder } from '../lib/checkout.mjs';

/** @import { Children } from '../lib/children.mjs' */

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

/**
 * Runs jest; resolves to `{ passed, failed, isOverTime, log }`, counted in tests. A suite that could not run
 * counts as a failed test.
 *
 * @param {Children} children
 * @param {{ name: string, args: string[], timeoutMs: number, env?: NodeJS.ProcessEnv }} options
 */
export async function runJest(children, { name, args, timeoutMs, env = process.env }) {
  const log = logPath(`test-${name}`);
  const report = logPath(`test-${name}-report`);
  rmSync(report, { force: true });
  // SIGINT, because the test bed of the real devices cleans up on it.
  const reporting = [
    '--json',
    `--outputFile=${report}`,
    '--colors=false',
    `--cacheDirectory=${stateFolder('jest')}`,
  ];
  const { code, isOverTime } = await children.run(process.execPath, [jest, ...args, ...reporting], {
    log,
    timeoutMs,
    env,
    stopSignal: 'SIGINT',
  });
  const { passed, failed } = countTests(report);
  const hasUncountedFailure = failed === 0 && (code !== 0 || isOverTime || passed === 0);
  return { passed, failed: hasUncountedFailure ? 1 : failed, isOverTime, log };
}

/**
 * @param {string} report
 * @returns {{ passed: number, failed: number }}
 */
function countTests(report) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    // A skipped test proves nothing, so it counts as failed.
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites + numPendingTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

/**
 * The summary lines of a log of jest.
 *
 * @param {string} text
 */
export function jestSummary(text) {
  return text
    .split('\n')
    .filter((line) => /^(Test Suites|Tests|Time): /.test(line))
    .join('\n');
}
