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
  /** Stops it from answering (SIGSTOP) and lets it go on. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Kills it with -9; start() brings it back on the same port with its append-only file. */
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Ends it and removes its files. */
  readonly close: () => Promise<void>;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const mostAttempts = 5;

/** The options of a Redis that loses no job; replicas are served without delay. */
const safe = [
  '--appendonly',
  'yes',
  '--save',
  '',
  '--maxmemory-policy',
  'noeviction',
  '--repl-diskless-sync-delay',
  '0',
];

async function launch(port: number, directory: string, more: readonly string[]): Promise<ChildProcess> {
  const child = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, ...safe, ...more],
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

/** Launches on a port that is free, and on another one where somebody has taken it meanwhile. */
async function launchAnywhere(
  directory: string,
  more: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { child: await launch(port, directory, more), port };
    } catch (error) {
      if (attempt === mostAttempts) throw error;
    }
  }
}

/** Ends a child, whatever state it is in. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill(signal);
  await ended;
}

/** Starts a private Redis on a free port of loopback; more options as on its command line. */
export async function startTestRedis(more: readonly string[] = []): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'naas-redis-'));
  const { child: first, port } = await launchAnywhere(directory, more);
  let child = first;
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () => endProcess(child, 'SIGKILL'),
    start: async () => {
      child = await launch(port, directory, more);
    },
    close: async () => {
      await endProcess(child, 'SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
