import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { tsc } from '../../scripts/lib/build.mjs';
import { Children } from '../../scripts/lib/children.mjs';
import { logPath, root } from '../../scripts/lib/checkout.mjs';
import { Failure, Stopped, tail } from '../../scripts/lib/failure.mjs';
import { installPackages } from '../../scripts/lib/install.mjs';
import { exitCodeOf, onInterrupt } from '../../scripts/lib/interrupt.mjs';
import { provideRedis } from '../../scripts/lib/redis.mjs';

/** @import { Report } from '../../scripts/lib/say.mjs' */

const { stdout, stderr } = process;
const buildTimeoutMs = 600_000;
const projects = ['apps/api/tsconfig.lib.json', 'apps/worker/tsconfig.lib.json', 'e2e/tsconfig.json'];

/**
 * `npm run soak [-- SCENARIO... --seed N --rounds N --brief --keep-logs]`: builds the programs and runs
 * main.ts. Sets the exit code of this process.
 *
 * @param {string[]} args
 */
export async function soak(args) {
  const children = new Children();
  const interrupt = onInterrupt(children);
  try {
    await prepare(children);
  } catch (error) {
    if (!(error instanceof Failure || error instanceof Stopped)) throw error;
    if (error instanceof Failure)
      stderr.write(`${error.log ? `${tail(error.log)}\n` : ''}${error.message}\n`);
    process.exitCode = error instanceof Stopped ? exitCodeOf(await interrupt.signal) : 1;
    return;
  }
  const child = spawn(process.execPath, [join(root, 'e2e', 'out-tsc', 'faults', 'main.js'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  void interrupt.signal.then(() => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
}

/** @param {Children} children */
async function prepare(children) {
  /** @type {Report} */
  const say = (text) => void stdout.write(`${text}\n`);
  await installPackages(children, say);
  await provideRedis(children, say);
  const log = logPath('soak-build');
  const { code, isOverTime } = await children.run(process.execPath, [tsc, '-b', ...projects], {
    log,
    timeoutMs: buildTimeoutMs,
  });
  if (code !== 0 || isOverTime)
    throw new Failure(isOverTime ? 'The build took too long.' : 'The build failed.', { log });
}
