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

/** What a program that has ended left. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** API and workers on a Redis of their own. */
export interface Service {
  readonly url: string;
  readonly redis: TestRedis;
  /** Standard output and error of all programs. */
  readonly logs: () => string;
  startWorker(): Promise<void>;
  /** Starts another API on the same Redis; its URL. */
  startApi(): Promise<string>;
  /** How many jobs each worker has ended, in the order in which they were started. */
  jobsEnded(): readonly number[];
  /** Kills every worker with -9. */
  killWorkers(): Promise<void>;
  /** Runs the command line to its end. */
  naas(args: readonly string[], environment?: Environment): Promise<Ended>;
  /** What `redis-cli` prints. */
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
    once(child, 'exit') as Promise<[number | null]>,
  ]); // what 'exit' carries
  return { code, stdout, stderr };
}

/** Starts programs with one environment, and keeps what they print. */
class Programs {
  readonly #environment: Environment;
  readonly #running: RunningProgram[] = [];
  readonly #said: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Standard output and error of all of them. */
  get said(): string {
    return this.#said.join('\n');
  }

  /** The workers, in the order in which they were started. */
  get workers(): readonly RunningProgram[] {
    return this.#running.filter(({ program }) => program === 'worker');
  }

  /** Resolves when the program says that it is ready. */
  async start(program: Program, own: Environment = {}): Promise<void> {
    const child = spawn(process.execPath, [join(root, programs[program])], {
      env: { ...this.#environment, ...own },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => this.#said.push(chunk.toString()));
    const lines: string[] = [];
    const output = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      output.on('line', (line) => {
        lines.push(line);
        this.#said.push(line);
        if (line.includes('"ready"')) resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`${program} ended with ${code}: ${this.said}`));
      });
    });
    this.#running.push({ program, child, lines });
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map((program) => end(program, 'SIGTERM')));
  }
}

/** Starts Redis, the API and one worker from what `npm run build` has made. */
export async function startService(more: Environment = {}): Promise<Service> {
  const redis = await startTestRedis();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const path = { PATH: process.env['PATH'] ?? '' };
  const started = new Programs({
    ...path,
    REDIS_URL: redis.url,
    NAAS_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
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
    logs: () => started.said,
    startWorker: () => started.start('worker'),
    startApi: async () => {
      const other = await freePort();
      await started.start('api', { NAAS_PORT: `${other}` });
      return `http://127.0.0.1:${other}`;
    },
    jobsEnded: () =>
      started.workers.map(({ lines }) => lines.filter((line) => line.includes('"job ended"')).length),
    killWorkers: async () => {
      await Promise.all(started.workers.map((one) => end(one, 'SIGKILL')));
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
