import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { freePort, startTestRedis, type TestRedis } from '@naas/core/testing';

const root = join(__dirname, '..');
const programs = {
  api: 'apps/api/dist/main.js',
  worker: 'apps/worker/dist/main.js',
  naas: 'apps/cli/dist/main.js',
} as const;
type Program = keyof typeof programs;
type Environment = Readonly<Record<string, string>>;

interface RunningProgram {
  readonly program: Program;
  readonly child: ChildProcess;
  readonly lines: string[];
}

/** Exit code and output of a program. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** API and workers with a Redis of their own. */
export interface Service {
  readonly url: string;
  readonly redis: TestRedis;
  /** Standard output and error of all programs. */
  readonly logs: () => string;
  startWorker(): Promise<void>;
  /** Starts another API on the same Redis. Resolves to its URL. */
  startApi(): Promise<string>;
  /** Number of jobs that each worker has ended, in start order of the workers. */
  jobsEnded(): readonly number[];
  /** Kills every worker with -9. */
  killWorkers(): Promise<void>;
  /** Runs the command line client to its end. */
  naas(args: readonly string[], environment?: Environment): Promise<Ended>;
  /** Runs `redis-cli`. Returns its output. */
  redisCli(args: readonly string[]): string;
  close(): Promise<void>;
}

async function end({ child }: RunningProgram, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function runNaas(args: readonly string[], env: Environment): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, programs.naas), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>, // the event's arguments
  ]);
  return { code, stdout, stderr };
}

/** Starts programs with one environment, and keeps their output. */
class Programs {
  readonly #environment: Environment;
  readonly #running: RunningProgram[] = [];
  readonly #output: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Standard output and error of all of them. */
  get output(): string {
    return this.#output.join('\n');
  }

  /** The workers in start order. */
  get workers(): readonly RunningProgram[] {
    return this.#running.filter(({ program }) => program === 'worker');
  }

  /** Starts a program. Resolves once it logs that it is ready. */
  async start(program: Program, own: Environment = {}): Promise<void> {
    const child = spawn(process.execPath, [join(root, programs[program])], {
      env: { ...this.#environment, ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => this.#output.push(chunk.toString()));
    const lines: string[] = [];
    const logLines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      logLines.on('line', (line) => {
        lines.push(line);
        this.#output.push(line);
        if (line.includes('"ready"')) resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`${program} exited with ${code}: ${this.output}`));
      });
    });
    this.#running.push({ program, child, lines });
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map((program) => end(program, 'SIGTERM')));
  }
}

/** Starts Redis, the API and one worker from the output of `npm run build`. */
export async function startService(more: Environment = {}): Promise<Service> {
  const redis = await startTestRedis();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const path = { PATH: process.env['PATH'] ?? '' };
  const started = new Programs({
    ...path,
    REDIS_URL: redis.url,
    NAAS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    DEVICE_ALLOW: '127.0.0.0/8',
    NAAS_TLS: 'off',
    NAAS_PORT: `${port}`,
    WORKER_HTTP_PORT: '0',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'debug',
    RATE_LIMIT_ENABLED: 'false',
    ...more,
  });
  await started.start('api');
  await started.start('worker');
  return {
    url,
    redis,
    logs: () => started.output,
    startWorker: () => started.start('worker'),
    startApi: async () => {
      const otherPort = await freePort();
      await started.start('api', { NAAS_PORT: `${otherPort}` });
      return `http://127.0.0.1:${otherPort}`;
    },
    jobsEnded: () =>
      started.workers.map(({ lines }) => lines.filter((line) => line.includes('"job ended"')).length),
    killWorkers: async () => {
      await Promise.all(started.workers.map((worker) => end(worker, 'SIGKILL')));
    },
    redisCli: (args) =>
      execFileSync('redis-cli', ['-p', `${redis.port}`, ...args], {
        encoding: 'latin1',
        maxBuffer: 100_000_000,
      }),
    naas: (args, given = {}) => runNaas(args, { ...path, NAAS_URL: url, ...given }),
    close: async () => {
      await started.close();
      await redis.close();
    },
  };
}
