import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

const root = join(__dirname, '..', '..');
const program = join(root, 'dist', 'main.js');

/** The worker's program in a process of its own, as its users run it. */
export interface WorkerProcess {
  readonly child: ChildProcess;
  /** All lines on standard output since the start. */
  readonly logLines: readonly string[];
  /** All of standard error, once it has ended. */
  readonly errors: Promise<string>;
  /** Exit code and signal, once it has ended. */
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
  /** Answers once the log holds a line with this text. */
  readonly logged: (text: string) => Promise<string>;
}

/** Builds dist/, from which the program runs; takes a moment only when something has changed. */
export function buildWorker(): void {
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(root, 'tsconfig.lib.json')], { stdio: 'inherit' });
}

/** Starts the worker's program; settings as in the environment. */
export function startWorkerProcess(
  redisUrl: string,
  more: Readonly<Record<string, string>> = {},
): WorkerProcess {
  const env = {
    REDIS_URL: redisUrl,
    NAAS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    WORKER_HTTP_PORT: '0',
    LOG_FORMAT: 'json',
    ...more,
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const logLines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => logLines.push(line));
  // what 'close' carries
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const logged = async (wanted: string): Promise<string> => {
    for (;;) {
      const line = logLines.find((one) => one.includes(wanted));
      if (line !== undefined) return line;
      const isOver = await Promise.race([once(output, 'line').then(() => false), ended.then(() => true)]);
      if (isOver) throw new Error(`the worker ended without saying "${wanted}"`);
    }
  };
  return { child, logLines, errors: text(child.stderr), ended, logged };
}
