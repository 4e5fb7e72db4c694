import { connectRedis, disconnectRedis, type Redis, type RedisUse } from '../redis/redis.js';
import { openJobs, serveContexts, type TestJobs } from './jobs.js';
import { startTestRedis, type TestRedis } from './redis-server.js';
import { testSettings } from './settings.js';

type Hook = (run: () => Promise<void>) => void;
// Jest's globals. Declared and not imported, since programs without Jest load this module too.
declare const beforeAll: Hook;
declare const beforeEach: Hook;
declare const afterAll: Hook;

/** What useTestJobs() sets up besides a Redis and jobs. */
export interface TestJobsOptions {
  /** Settings, as in the environment. Default: those of testSettings(). */
  readonly settings?: Readonly<Record<string, string>>;
  /** Contexts that a live worker serves, in each test. Default: none. */
  readonly contexts?: readonly string[];
  /** Whether Redis is emptied before each test. Default: false. */
  readonly isFlushed?: boolean;
}

/** The Redis and the jobs of one test file. Its fields can be read in hooks and tests only. */
export interface TestFileJobs extends Omit<TestJobs, 'close'> {
  readonly server: TestRedis;
  /** Opens further jobs on the same Redis, as another process would. Closed with the rest. */
  open(environment?: Readonly<Record<string, string>>): TestJobs;
  /** Opens a further connection to the same Redis. Closed with the rest. */
  connect(use: RedisUse): Redis;
}

/** What is open while the tests of a file run. */
interface Resources {
  readonly server: TestRedis;
  readonly first: TestJobs;
  readonly closes: (() => Promise<void>)[];
}

/** Starts a private Redis and opens jobs on it for all tests of a file; closes them after the last test. */
export function useTestJobs({
  settings = {},
  contexts = [],
  isFlushed = false,
}: TestJobsOptions = {}): TestFileJobs {
  let resources: Resources | undefined;
  const opened = (): Resources => {
    if (!resources) throw new Error('useTestJobs() starts its Redis before the first test, not on import');
    return resources;
  };

  beforeAll(async () => {
    const server = await startTestRedis();
    const first = openJobs(server.url, settings);
    resources = { server, first, closes: [() => first.close()] };
  });
  beforeEach(async () => {
    const { redis } = opened().first;
    if (isFlushed) await redis.flushall();
    if (contexts.length > 0) await serveContexts(redis, ...contexts);
  });
  afterAll(async () => {
    if (!resources) return; // the start failed
    await Promise.all(resources.closes.map((close) => close()));
    await resources.server.close();
  });

  return {
    get server() {
      return opened().server;
    },
    get jobs() {
      return opened().first.jobs;
    },
    get redis() {
      return opened().first.redis;
    },
    get keyRing() {
      return opened().first.keyRing;
    },
    open: (environment = {}) => {
      const { server, closes } = opened();
      const further = openJobs(server.url, environment);
      closes.push(() => further.close());
      return further;
    },
    connect: (use) => {
      const { server, closes } = opened();
      const redis = connectRedis(testSettings(server.url), use);
      closes.push(() => disconnectRedis(redis));
      return redis;
    },
  };
}
