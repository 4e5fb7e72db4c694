import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from '../lib/testing/run-module.js';

const folder = mkdtempSync(join(tmpdir(), 'naas-jest-'));
const stateDirectory = join(folder, 'state');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs jest over suites with these texts, as `npm test` does. Resolves to its counts. */
async function counts(suites: Readonly<Record<string, string>>, timeoutMs = 30_000): Promise<unknown> {
  const suiteFolder = mkdtempSync(join(folder, 'suites-'));
  for (const [name, text] of Object.entries(suites))
    writeFileSync(join(suiteFolder, `${name}.test.js`), text);
  writeFileSync(join(suiteFolder, 'jest.config.js'), 'module.exports = {};');
  const { stdout, stderr } = await runModule(
    `import { Children } from './children.mjs';
    import { runJest } from '../checks/jest-step.mjs';
    const args = ${JSON.stringify(['--rootDir', suiteFolder, '--config', join(suiteFolder, 'jest.config.js')])};
    const options = { name: 'fixture', args, timeoutMs: ${String(timeoutMs)} };
    const { passed, failed, isOverTime } = await runJest(new Children(), options);
    console.log(JSON.stringify({ passed, failed, isOverTime }));`,
    { NAAS_STATE_DIR: stateDirectory },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test('tests are counted; a skipped test and a suite that cannot run count as failed', async () => {
  const suites = {
    good: "test('a', () => {}); test('b', () => {});",
    bad: "test('c', () => { throw new Error('c'); }); test.skip('d', () => {});",
    broken: 'not JavaScript at all',
  };
  expect(await counts(suites)).toEqual({ passed: 2, failed: 3, isOverTime: false });
});

test('a run without tests is a failure', async () => {
  expect(await counts({})).toEqual({ passed: 0, failed: 1, isOverTime: false });
});

test('a run that hangs is stopped and is a failure', async () => {
  expect(await counts({ hanging: "test('a', () => { for (;;); });" }, 4_000)).toEqual({
    passed: 0,
    failed: 1,
    isOverTime: true,
  });
});
