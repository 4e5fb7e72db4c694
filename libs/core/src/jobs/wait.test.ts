import { randomUUID } from 'node:crypto';
import { keys, Subscriptions, waitForEnd } from '../index.js';
import { submission, useTestJobs, type TestJobs } from '../testing/index.js';

const here = useTestJobs({ contexts: ['default'] });
let subscriptions: Subscriptions;
let jobId: string;

beforeAll(() => {
  subscriptions = new Subscriptions(here.connect('subscriber'));
});
beforeEach(async () => {
  const job = submission({ owner: [randomUUID()] });
  jobId = job.jobId;
  expect(await here.jobs.submit(job)).toMatchObject({ outcome: 'accepted', jobId });
});

const wait = (timeoutMs: number, signal?: AbortSignal): Promise<boolean> =>
  waitForEnd({ jobs: here.jobs, subscriptions }, jobId, { timeoutMs, signals: { signal } });

test('the end of a job resolves all waits for it', async () => {
  const waits = [wait(10_000), wait(10_000)];
  await subscriptions.listen('other', () => undefined); // the waits are subscribed now
  await here.jobs.cancel(jobId);
  expect(await Promise.all(waits)).toEqual([true, true]);
});

test('a wait for a job that has ended, or does not exist, resolves at once', async () => {
  await here.jobs.cancel(jobId);
  expect(await wait(10_000)).toBe(true);
  await here.redis.del(keys.job(jobId));
  expect(await wait(10_000)).toBe(true);
});

test('a wait ends after its time limit, or when its signal is aborted', async () => {
  expect(await wait(50)).toBe(false);
  expect(await wait(10_000, AbortSignal.abort())).toBe(false);
  const abort = new AbortController();
  const waiting = wait(10_000, abort.signal);
  abort.abort();
  expect(await waiting).toBe(false);
});

test('an end whose message was lost is noticed', async () => {
  let onFirstRead = (): void => undefined;
  const firstRead = new Promise<void>((resolve) => (onFirstRead = resolve));
  const peek = async (id: string): ReturnType<TestJobs['jobs']['peek']> => {
    const job = await here.jobs.peek(id);
    onFirstRead();
    return job;
  };
  const waiting = waitForEnd({ jobs: { peek }, subscriptions }, jobId, { timeoutMs: 10_000 });
  await firstRead;
  await here.redis.hset(keys.job(jobId), 'status', 'finished'); // without a message
  expect(await waiting).toBe(true);
});
