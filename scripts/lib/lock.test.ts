import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runModule } from './testing/run-module.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'naas-lock-'));
  path = join(folder, 'start.lock');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const code = (afterTaking: string) => `
  import { takeLock } from './lock.mjs';
  const path = ${JSON.stringify(path)};
  const lock = takeLock(path);
  ${afterTaking}`;

test('a second process gets the facts of the holder', async () => {
  const { stdout } = await runModule(
    code(
      "lock.note({ url: 'https://127.0.0.1:1' }); const { holder } = takeLock(path); " +
        'console.log(holder.pid === process.pid, holder.url);',
    ),
  );
  expect(stdout).toBe('true https://127.0.0.1:1\n');
});

test('a released lock leaves no file and can be taken again', async () => {
  const { stdout } = await runModule(
    code('lock.release(); const again = takeLock(path); console.log(again.holder); again.release();'),
  );
  expect(stdout).toBe('null\n');
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a dead process is taken over, and the processes that it started are killed', async () => {
  const left = await runModule(
    code(`
    import { spawn } from 'node:child_process';
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    lock.note({ children: [child.pid] });
    console.log(child.pid);
    child.unref();
    process.kill(process.pid, 'SIGKILL');`),
  );
  const child = Number(left.stdout);
  expect(process.kill(child, 0)).toBe(true);
  const next = await runModule(code('console.log(lock.holder); lock.release();'));
  expect(next.stdout).toBe('null\n');
  const gone = await runModule(
    `import { startedAt } from './processes.mjs'; while (startedAt(${String(child)}) !== null) await new ` +
      'Promise(setImmediate);',
  );
  expect(gone.status).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('a lock whose process id belongs to another process is stale', async () => {
  writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'at another time' }));
  const { stdout } = await runModule(code('console.log(lock.holder);'));
  expect(stdout).toBe('null\n');
});

test('only one of many processes takes a stale lock', async () => {
  writeFileSync(path, JSON.stringify({ pid: 1, started: 'before' }));
  // Each process stays until all have an answer, so that no lock is released early.
  const wait = `
    import { readdirSync, writeFileSync } from 'node:fs';
    console.log(lock.holder === null ? 'mine' : 'other');
    writeFileSync(path + '.answer' + process.pid, '');
    const answers = () => readdirSync(${JSON.stringify(folder)}).filter((name) => name.includes('answer'));
    while (answers().length < 6) await new Promise(setImmediate);`;
  const answers = await Promise.all(Array.from({ length: 6 }, () => runModule(code(wait))));
  expect(answers.filter(({ stdout }) => stdout === 'mine\n').length).toBe(1);
});
