import { createLog, type JobEnd, type NewOutput } from '@naas/core';
import {
  createTestAudit,
  openJobs,
  serveContexts,
  startTestRedis,
  testSettings,
  type TestAudit,
  type TestJobs,
  type TestRedis,
} from '@naas/core/testing';
import type { Platforms } from '../services.js';
import { startApi, type ApiOptions } from '../start-api.js';

/** Platforms of the tests: one without commit, one without save, one for commands only. */
export const testPlatforms: Platforms = (() => {
  const table: Readonly<Record<string, { config: boolean; save: boolean; commit: boolean }>> = {
    cisco_ios: { config: true, save: true, commit: false },
    juniper_junos: { config: true, save: false, commit: true },
    read_only: { config: false, save: false, commit: false },
  };
  return {
    platformNames: Object.keys(table),
    capabilitiesOf: (name) => (Object.hasOwn(table, name) ? table[name] : undefined),
    familyOf: (name) => (Object.hasOwn(table, name) ? name.split('_')[0] : undefined),
  };
})();

/** Options of a request. */
export interface AskOptions {
  readonly method?: string;
  /** Basic credentials as `user:password`; null: no Authorization header. Default: `admin:secret`. */
  readonly as?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent unchanged. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

/** A response, completely read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; {} if it is not JSON. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** An API in this process, on a Redis and a port of its own. */
export interface TestApi {
  readonly url: string;
  readonly redis: TestRedis;
  /** Its options, to start another API next to it. */
  readonly options: ApiOptions;
  /** Access to the jobs, as a worker has. */
  readonly worker: TestJobs;
  /** All lines logged since the start. */
  readonly logLines: readonly string[];
  /** The audit trail since the start. */
  readonly audit: TestAudit;
  ask(path: string, request?: AskOptions): Promise<Answer>;
  /** Resolves with the first log line that contains this text. */
  logged(text: string): Promise<string>;
  /** Acts as the worker for the next job in the queue; returns its id. */
  runNext(end?: JobEnd, outputs?: readonly NewOutput[]): Promise<string>;
  /** Stops only the API. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** The Authorization header for `user:password`. */
export const basic = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

const messageOf = Symbol.for('message'); // where winston keeps the line

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>; // the API sends JSON objects
  } catch {
    return {};
  }
}

async function ask(
  url: string,
  path: string,
  { method, as = 'admin:secret', headers = {}, json, raw, signal }: AskOptions,
): Promise<Answer> {
  const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  const verb = method ?? (body === undefined ? 'GET' : 'POST');
  const answer = await fetch(`${url}${path}`, {
    method: verb,
    headers: {
      ...(as === null ? {} : { authorization: basic(as) }),
      ...(body === undefined && verb !== 'POST' ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    ...(signal ? { signal } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: readJson(text) };
}

/** Starts an API for a test. `more`: settings, as in the environment. */
export async function startTestApi(more: Readonly<Record<string, string>> = {}): Promise<TestApi> {
  const redis = await startTestRedis();
  const settings = testSettings(redis.url, { NAAS_TLS: 'off', NAAS_PORT: '0', LOG_LEVEL: 'debug', ...more });
  const log = createLog(settings, 'naas-api');
  for (const transport of log.transports) transport.silent = true;
  const logLines: string[] = [];
  const audit = createTestAudit('naas-api');
  log.on('data', (entry: Readonly<Record<symbol, string>>) => logLines.push(entry[messageOf] ?? ''));
  const logged = async (text: string): Promise<string> => {
    for (;;) {
      const line = logLines.find((one) => one.includes(text));
      if (line !== undefined) return line;
      await new Promise((resolve) => log.once('data', resolve));
    }
  };
  const options = { settings, log, platforms: testPlatforms, audit };
  const api = await startApi(options).catch(async (error: unknown) => {
    await redis.close();
    throw error;
  });
  await logged('connected to Redis');
  const worker = openJobs(redis.url, more);
  await serveContexts(worker.redis, ...settings.NAAS_CONTEXTS);
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await api.stop();
  };
  const close = async (): Promise<void> => {
    await stop();
    await worker.close();
    await redis.close();
  };
  return {
    url: api.url,
    redis,
    options,
    worker,
    logLines,
    audit,
    logged,
    ask: (path, request = {}) => ask(api.url, path, request),
    runNext: (end, outputs) => runNext(worker, end, outputs),
    stop,
    close,
  };
}

async function runNext(
  { jobs, redis }: TestJobs,
  end: JobEnd = { status: 'finished' },
  outputs: readonly NewOutput[] = [],
): Promise<string> {
  const popped = await redis.brpop('bq:naas-default:waiting', 5);
  const claim = await jobs.claim(popped?.[1] ?? '', 'test-worker');
  if (claim.outcome !== 'run') throw new Error(`not claimed: ${JSON.stringify(claim)}`);
  for (const [index, output] of outputs.entries()) await jobs.emit(claim.job, index, output);
  await jobs.finish(claim.job, end);
  return claim.job.jobId;
}
