import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './testing/run-module.js';

const folder = mkdtempSync(join(tmpdir(), 'naas-children-'));
const log = join(folder, 'child.log');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const code = (lines: string) => `
  import { Children } from './children.mjs';
  import { startedAt } from './processes.mjs';
  const log = ${JSON.stringify(log)};
  const children = new Children();
  const gone = async (pid) => { while (startedAt(pid) !== null) await new Promise(setImmediate); return 'gone'; };
  ${lines}`;

test('the output of a program is in its log, and its exit code in the result', async () => {
  const { stdout } = await runModule(
    code(
      "console.log(JSON.stringify(await children.run('sh', ['-c', 'echo out; echo err >&2; exit 3'], { " +
        'log, timeoutMs: 5000 })));',
    ),
  );
  expect(JSON.parse(stdout)).toEqual({ code: 3, isOverTime: false });
  expect(readFileSync(log, 'utf8')).toBe('out\nerr\n');
});

test('a program that takes too long is stopped with all that it started', async () => {
  const script = 'sleep 600 & echo $!; wait';
  const { stdout, status } = await runModule(
    code(`
    const { isOverTime } = await children.run('sh', ['-c', ${JSON.stringify(script)}], { log, timeoutMs: 300 });
    const { readFileSync } = await import('node:fs');
    console.log(isOverTime, await gone(Number(readFileSync(log, 'utf8'))));`),
  );
  expect(stdout).toBe('true gone\n');
  expect(status).toBe(0);
});

test('processes that a program leaves in its group end with it', async () => {
  const { stdout } = await runModule(
    code(`
    await children.run('sh', ['-c', 'sleep 600 & echo $!'], { log, timeoutMs: 5000 });
    const { readFileSync } = await import('node:fs');
    console.log(await gone(Number(readFileSync(log, 'utf8'))));`),
  );
  expect(stdout).toBe('gone\n');
});

test('a missing program is a failure of one sentence', async () => {
  const { stdout } = await runModule(
    code(
      "await children.run('naas-no-such-program', [], { log, timeoutMs: 5000 }).catch((error) => " +
        'console.log(error.name, error.message));',
    ),
  );
  expect(stdout).toBe('Failure naas-no-such-program cannot be started.\n');
});

test('a program that keeps running is ready once it has printed its line', async () => {
  const { stdout } = await runModule(
    code(`
    const isReady = (line) => line.startsWith('ready ') ? line.slice(6) : null;
    const args = ['-c', 'echo hello; echo ready 42; sleep 600'];
    const { ready, child } = await children.start('It', 'sh', args, { log, isReady });
    await children.endAll();
    console.log(ready, await gone(child.pid));`),
  );
  expect(stdout).toBe('42 gone\n');
});

test('a program that dies at its start is a failure that names its log', async () => {
  const { stdout } = await runModule(
    code(
      "await children.start('It', 'sh', ['-c', 'echo no such thing >&2; exit 1'], { log, isReady: () => " +
        'null }).catch((error) => console.log(error.message, error.log === log));',
    ),
  );
  expect(stdout).toBe('It ended at its start. true\n');
  expect(readFileSync(log, 'utf8')).toBe('no such thing\n');
});

test('nothing can be started after endAll()', async () => {
  const { stdout } = await runModule(
    code(
      "await children.endAll(); await children.run('true', [], { log, timeoutMs: 5000 }).catch((error) => " +
        'console.log(error.name));',
    ),
  );
  expect(stdout).toBe('Stopped\n');
});
