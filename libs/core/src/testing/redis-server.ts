import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A private Redis of one test file. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Stops it from answering (SIGSTOP). */
  readonly freeze: () => void;
  /** Lets it continue after freeze(). */
  readonly thaw: () => void;
  /** Kills it with SIGKILL. */
  readonly kill: () => Promise<void>;
  /** Starts it again after kill(), on the same port and with its append-only file. */
  readonly start: () => Promise<void>;
  /** Ends it and removes its files. */
  readonly close: () => Promise<void>;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const maxAttempts = 5;

/** Options of a Redis that loses no job and begins to serve replicas without delay. */
const safeOptions = [
  '--appendonly',
  'yes',
  '--save',
  '',
  '--maxmemory-policy',
  'noeviction',
  '--repl-diskless-sync-delay',
  '0',
];

async function launch(port: number, directory: string, options: readonly string[]): Promise<ChildProcess> {
  const child = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, ...safeOptions, ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let isReady = false;
  for await (const line of createInterface({ input: child.stdout })) {
    isReady ||= line.includes('Ready to accept connections');
    if (isReady) break;
  }
  if (!isReady) throw new Error('redis-server ended at its start');
  child.stdout.resume();
  return child;
}

/** Launches Redis on a free port; tries another port when the first was taken in the meantime. */
async function launchAnywhere(
  directory: string,
  options: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { child: await launch(port, directory, options), port };
    } catch (error) {
      if (attempt === maxAttempts) throw error;
    }
  }
}

/** Ends a child process, even a stopped one. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill(signal);
  await ended;
}

/** Starts a private Redis on a free port of loopback. `options`: further options, as on the command line. */
export async function startTestRedis(options: readonly string[] = []): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-redis-'));
  const { child: first, port } = await launchAnywhere(directory, options);
  let child = first;
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () => endProcess(child, 'SIGKILL'),
    start: async () => {
      child = await launch(port, directory, options);
    },
    close: async () => {
      await endProcess(child, 'SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
