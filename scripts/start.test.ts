import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Runs `npm start` as users do, but with a separate state directory.
const script = join(__dirname, 'start.mjs');
const stateDirectory = mkdtempSync(join(tmpdir(), 'naas-start-'));
const environment = { ...process.env, NAAS_STATE_DIR: stateDirectory, REDIS_URL: '' };
const started: Run[] = [];

interface Run {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  /** The output on both streams so far. */
  text(): string;
  /** Resolves when the output matches; rejects when the program ends before that. */
  shows(pattern: RegExp): Promise<void>;
}

function start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(() => child.exitCode);
  const run: Run = {
    process: child,
    ended,
    text: () => output,
    shows: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (pattern.test(output)) resolve();
        };
        listeners.add(check);
        check();
        void ended.then(() => reject(new Error(`it ended before ${String(pattern)}:\n${output}`)));
      }),
  };
  started.push(run);
  return run;
}

/** Command lines of the processes that belong to this state directory. */
function leftovers(): readonly string[] {
  const { stdout } = spawnSync(
    'sh',
    [
      '-c',
      'for p in /proc/[0-9]*; do tr "\\0" "\\n" < $p/environ 2>/dev/null | grep -qx ' +
        '"NAAS_STATE_DIR=$NAAS_STATE_DIR" && tr "\\0" " " < $p/cmdline && echo; done; true',
    ],
    { env: environment, encoding: 'utf8' },
  );
  return stdout.split('\n').filter((line) => /main\.js|redis|lab-device|start\.mjs/.test(line));
}

afterEach(async () => {
  for (const run of started.splice(0)) {
    run.process.kill('SIGTERM');
    await run.ended;
  }
});

afterAll(() => {
  rmSync(stateDirectory, { recursive: true });
});

test('--check shows the output of the device and leaves nothing running', async () => {
  const run = start(['--check']);
  const code = await run.ended;
  expect(run.text()).toContain('│ Cisco IOS Software');
  expect(code).toBe(0);
  expect(leftovers()).toEqual([]);
});

test('only its user can read its files', () => {
  const modeOf = (name: string): string => (statSync(join(stateDirectory, name)).mode & 0o777).toString(8);
  expect([
    modeOf('.'),
    modeOf('encryption-key'),
    modeOf('redis-password'),
    modeOf('redis/secret.conf'),
    modeOf('tls-key.pem'),
    modeOf('redis'),
    modeOf('logs'),
  ]).toEqual(['700', '600', '600', '600', '600', '700', '700']);
});

test('it stays up until Ctrl-C, then stops everything', async () => {
  const run = start();
  await run.shows(/Ctrl-C stops everything/);
  expect(leftovers().length).toBeGreaterThanOrEqual(4);
  const second = start(['--check']);
  expect(await second.ended).toBe(1);
  expect(second.text()).toMatch(
    /^NAAS already runs in this checkout \(process \d+, https:\/\/127\.0\.0\.1:\d+\)[^\n]*\n$/,
  );
  run.process.kill('SIGINT');
  expect(await run.ended).toBe(0);
  expect(leftovers()).toEqual([]);
});

test('the printed lines to try next work', async () => {
  const run = start();
  await run.shows(/Ctrl-C stops everything/);
  const linesAfter = (title: string): string =>
    run.text().split(`# ${title}\n`)[1]?.split('\n\n')[0] ?? 'false';
  const shell = (text: string) =>
    spawnSync('sh', ['-c', text], { cwd: join(__dirname, '..'), encoding: 'utf8' });
  expect(shell(linesAfter('the same job with curl')).stdout).toContain('"status":"finished"');
  expect(shell(linesAfter('and with naas')).stdout).toContain('Cisco IOS Software');
  expect(shell(linesAfter('change its configuration')).stdout).toContain('description first change');
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s during the start leaves no process',
  async (signal) => {
    const run = start();
    await run.shows(/Redis {2,}private/);
    run.process.kill(signal);
    expect(await run.ended).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
    expect(leftovers()).toEqual([]);
  },
);

test('it stops when its parent process has ended', async () => {
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${script}" & wait`], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  // The pipe closes when its last process has ended.
  const ended = once(shell.stdout, 'close');
  await new Promise<void>((resolve) => {
    shell.stdout.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
      if (output.includes('Ctrl-C stops everything')) resolve();
    });
  });
  shell.kill('SIGKILL');
  await ended;
  expect(output).toContain('nothing is left running');
  expect(leftovers()).toEqual([]);
});

test('the next start kills the processes that a killed one left', async () => {
  const killed = start();
  await killed.shows(/Ctrl-C stops everything/);
  // The format of its lock file.
  const { pid } = JSON.parse(readFileSync(join(stateDirectory, 'start.lock'), 'utf8')) as { pid: number };
  expect(pid).toBe(killed.process.pid);
  killed.process.kill('SIGKILL');
  await once(killed.process, 'exit');
  expect(leftovers().length).toBeGreaterThan(0);
  expect(await start(['--check']).ended).toBe(0);
  expect(leftovers()).toEqual([]);
});

test('a taken port is reported, and another one is used', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const run = start(['--check'], { NAAS_PORT: String(port) });
  const code = await run.ended;
  server.close();
  expect(run.text()).toContain(`(port ${String(port)} is taken)`);
  expect(code).toBe(0);
});

test('the last lines of a program that dies at its start are shown', async () => {
  const run = start(['--check'], { JOB_TIMEOUT: 'soon' });
  expect(await run.ended).toBe(1);
  expect(run.text()).toMatch(
    /JOB_TIMEOUT must be a whole number[^\n]*\n\nThe (API|worker) ended at its start\./,
  );
  expect(leftovers()).toEqual([]);
});

test('a Redis that cannot be reached is reported', async () => {
  const run = start(['--check'], { REDIS_URL: 'redis://:hidden@127.0.0.1:1' });
  expect(await run.ended).toBe(1);
  expect(run.text()).toContain(
    'Redis at 127.0.0.1:1, which REDIS_URL names, cannot be reached (ECONNREFUSED).',
  );
  expect(run.text()).not.toContain('hidden');
});

test('a PATH without Redis and without a package manager is an error of one sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'naas-path-'));
  writeFileSync(join(folder, 'empty'), '');
  const run = start(['--check'], { PATH: folder });
  const code = await run.ended;
  rmSync(folder, { recursive: true });
  expect(code).toBe(1);
  expect(run.text()).toContain('Redis is missing. Install Redis 6.2 or later');
});

test('an unknown option prints the usage', async () => {
  const run = start(['--chekc']);
  expect(await run.ended).toBe(2);
  expect(run.text()).toContain('npm start -- --check');
});
