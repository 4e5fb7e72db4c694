import { randomUUID } from 'node:crypto';
import { Subscriptions, connectRedis, disconnectRedis, waitForEnd, keys, type Redis } from '../index.js';
import {
  openJobs,
  serveContexts,
  startTestRedis,
  submission,
  testSettings,
  type TestJobs,
  type TestRedis,
} from '../testing/index.js';

let server: TestRedis;
let here: TestJobs;
let subscriber: Redis;
let subscriptions: Subscriptions;
let jobId: string;

beforeAll(async () => {
  server = await startTestRedis();
  here = openJobs(server.url);
  subscriber = connectRedis(testSettings(server.url), 'subscriber');
  subscriptions = new Subscriptions(subscriber);
});
afterAll(async () => {
  await disconnectRedis(subscriber);
  await here.close();
  await server.close();
});
beforeEach(async () => {
  await serveContexts(here.redis, 'default');
  const job = submission({ owner: [randomUUID()] });
  jobId = job.jobId;
  expect(await here.jobs.submit(job)).toMatchObject({ outcome: 'accepted', jobId });
});

const wait = (timeoutMs: number, signal?: AbortSignal): Promise<boolean> =>
  waitForEnd({ jobs: here.jobs, subscriptions }, jobId, { timeoutMs, signals: { signal } });

test('an end is told to all who wait', async () => {
  const waits = [wait(10_000), wait(10_000)];
  await subscriptions.listen('other', () => undefined); // they listen by now
  await here.jobs.cancel(jobId);
  expect(await Promise.all(waits)).toEqual([true, true]);
});

test('a job that has ended, or is not there, is not waited for', async () => {
  await here.jobs.cancel(jobId);
  expect(await wait(10_000)).toBe(true);
  await here.redis.del(keys.job(jobId));
  expect(await wait(10_000)).toBe(true);
});

test('a wait ends after its time, or when the caller goes away', async () => {
  expect(await wait(50)).toBe(false);
  expect(await wait(10_000, AbortSignal.abort())).toBe(false);
  const abort = new AbortController();
  const waiting = wait(10_000, abort.signal);
  abort.abort();
  expect(await waiting).toBe(false);
});

test('an end whose word was lost with the connection is seen all the same', async () => {
  const looks: (() => void)[] = [];
  const looked = new Promise<void>((resolve) => looks.push(resolve));
  const peek = async (id: string): ReturnType<TestJobs['jobs']['peek']> => {
    const now = await here.jobs.peek(id);
    looks.shift()?.();
    return now;
  };
  const waiting = waitForEnd({ jobs: { peek }, subscriptions }, jobId, { timeoutMs: 10_000 });
  await looked;
  await here.redis.hset(keys.job(jobId), 'status', 'finished'); // and nothing is published
  expect(await waiting).toBe(true);
});
