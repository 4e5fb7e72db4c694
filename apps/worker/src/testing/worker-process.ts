import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text as readText } from 'node:stream/consumers';

const root = join(__dirname, '..', '..');
const program = join(root, 'dist', 'main.js');

/** The worker program in a process of its own, as in production. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** All lines on standard output since the start. */
  readonly logLines: readonly string[];
  /** Standard error as a whole, once the process has exited. */
  readonly errors: Promise<string>;
  /** Exit code and signal, once the process has exited. */
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
  /** Resolves to the first log line that contains `text`, once there is one. */
  readonly logged: (text: string) => Promise<string>;
}

/** Builds dist/, from which the program runs. Fast when nothing has changed. */
export function buildWorker(): void {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(root, 'tsconfig.lib.json')], { stdio: 'inherit' });
}

/** Starts the worker program. `more`: settings, as in the environment. */
export function startWorkerProcess(
  redisUrl: string,
  more: Readonly<Record<string, string>> = {},
): WorkerProcess {
  const env = {
    REDIS_URL: redisUrl,
    NAAS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    WORKER_HTTP_PORT: '0',
    DEVICE_ALLOW: '127.0.0.0/8',
    LOG_FORMAT: 'json',
    ...more,
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const logLines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => logLines.push(line));
  // the event's arguments
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const logged = async (text: string): Promise<string> => {
    for (;;) {
      const found = logLines.find((line) => line.includes(text));
      if (found !== undefined) return found;
      const isOver = await Promise.race([once(output, 'line').then(() => false), ended.then(() => true)]);
      if (isOver) throw new Error(`the worker exited without logging "${text}"`);
    }
  };
  return { child, logLines, errors: readText(child.stderr), ended, logged };
}
