import {
  keys,
  Secret,
  Subscriptions,
  waitForEnd,
  connectRedis,
  disconnectRedis,
  createLog,
} from '@naas/core';
import {
  createTestAudit,
  dumpAll,
  openJobs,
  serveContexts,
  startTestRedis,
  submission,
  testSettings,
  type TestAudit,
  type TestJobs,
  type TestRedis,
} from '@naas/core/testing';
import type { JobResult } from '@naas/contract';
import { Worker, type WorkerOptions } from '../worker.js';

type Environment = Readonly<Record<string, string>>;
type Changes = NonNullable<Parameters<typeof submission>[0]>;

/** The device of a job. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/** A worker in this process. */
export interface TestWorker {
  readonly worker: Worker;
  /** All lines logged since the start. */
  readonly logLines: readonly string[];
  /** The audit events since the start. */
  readonly audit: TestAudit;
  /** Resolves to the first log line that contains `text`, once there is one. */
  readonly logged: (text: string) => Promise<string>;
}

/** A Redis, a client for its jobs as in the API, and any number of workers. */
export interface TestBench {
  readonly redis: TestRedis;
  readonly client: TestJobs;
  /** Starts a worker; `resolve` finds the addresses of hosts. Default: the system's resolver. */
  startWorker(more?: Environment, parts?: WorkerParts): Promise<TestWorker>;
  /** Submits a job for a device, with the lab's credentials. Resolves to its id. */
  submit(target: Target, changes?: Changes): Promise<string>;
  /** Resolves to the result of a job once it has ended. Rejects after `timeoutMs`. Default: 10,000. */
  ended(jobId: string, timeoutMs?: number): Promise<JobResult>;
  /** Resolves when a job is no longer queued. */
  started(jobId: string): Promise<void>;
  /** Every key and value in Redis, read as Latin-1. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

/** The property in which winston keeps the formatted line. */
const messageOf = Symbol.for('message');

type WorkerParts = Pick<WorkerOptions, 'resolve'>;

async function startWorker(url: string, more: Environment, parts: WorkerParts): Promise<TestWorker> {
  const settings = testSettings(url, {
    WORKER_HTTP_PORT: '0',
    LOG_LEVEL: 'debug',
    SHUTDOWN_TIMEOUT: '1',
    ...more,
  });
  const log = createLog(settings, 'naas-worker');
  for (const transport of log.transports) transport.silent = true;
  const logLines: string[] = [];
  log.on('data', (entry: Readonly<Record<symbol, string>>) => logLines.push(entry[messageOf] ?? ''));
  const logged = async (text: string): Promise<string> => {
    for (;;) {
      const found = logLines.find((line) => line.includes(text));
      if (found !== undefined) return found;
      await new Promise((resolve) => log.once('data', resolve));
    }
  };
  const audit = createTestAudit('naas-worker');
  const worker = new Worker({ settings, log, audit, ...parts });
  await worker.start();
  return { worker, logLines, audit, logged };
}

/**
 * Starts a bench for the tests of one file. `more`: settings of the client and the workers, as in the
 * environment.
 */
export async function startTestBench(more: Environment = {}): Promise<TestBench> {
  const redis = await startTestRedis();
  const client = openJobs(redis.url, more);
  const subscriber = connectRedis(testSettings(redis.url, more), 'subscriber');
  const subscriptions = new Subscriptions(subscriber);
  const workers: TestWorker[] = [];
  await serveContexts(client.redis, 'default', 'branch', 'core');
  const ended = async (jobId: string, timeoutMs = 10_000): Promise<JobResult> => {
    if (!(await waitForEnd({ jobs: client.jobs, subscriptions }, jobId, { timeoutMs })))
      throw new Error(`job ${jobId} has not ended within ${timeoutMs} ms`);
    const stored = await client.jobs.get(jobId);
    if (!stored) throw new Error(`job ${jobId} is gone`);
    return stored.result;
  };
  const started = async (jobId: string): Promise<void> => {
    let onWake = (): void => undefined;
    const woken = new Promise<void>((resolve) => (onWake = resolve));
    // The next message after 'queued'.
    const unlisten = await subscriptions.listen(keys.wake(jobId), onWake);
    const now = await client.jobs.peek(jobId);
    if (now?.status === 'queued') await woken;
    unlisten();
  };
  return {
    redis,
    client,
    ended,
    started,
    startWorker: async (settings = {}, parts = {}) => {
      const worker = await startWorker(redis.url, { ...more, ...settings }, parts);
      workers.push(worker);
      return worker;
    },
    submit: async ({ host, port }, { request = {}, credentials = {}, ...rest } = {}) => {
      const job = submission({
        ...rest,
        request: { host, port, ...request },
        credentials: { enable: new Secret('lab-enable'), ...credentials },
      });
      const { outcome } = await client.jobs.submit(job);
      if (outcome !== 'accepted') throw new Error(`not accepted: ${outcome}`);
      return job.jobId;
    },
    dump: () => dumpAll(client.redis),
    close: async () => {
      await Promise.all(workers.map(({ worker }) => worker.stop()));
      await disconnectRedis(subscriber);
      await client.close();
      await redis.close();
    },
  };
}
