import { keys } from '../keys.js';
import {
  openJobs,
  serveContexts,
  startTestRedis,
  submission,
  testQueue,
  type TestJobs,
  type TestQueue,
  type TestRedis,
} from '../testing/index.js';

let server: TestRedis;
let here: TestJobs;
let queue: TestQueue;

beforeAll(async () => {
  server = await startTestRedis();
  here = openJobs(server.url, { JOB_DEDUP_ENABLED: 'false' });
  queue = testQueue(here);
});
afterAll(async () => {
  await here.close();
  await server.close();
});
beforeEach(async () => {
  await here.redis.flushall();
  await serveContexts(here.redis, 'default');
});

const config = () => submission({ request: { kind: 'send-config', commands: ['interface eth0'] } });

/** Sweeps now, whoever did so before. */
async function sweep(): Promise<readonly string[]> {
  await here.redis.del(keys.swept());
  return here.jobs.sweep(60_000);
}

test('a queued job whose entry is gone is delivered again, and runs', async () => {
  const [lost, kept] = [await queue.submit(submission()), await queue.submit(submission())];
  await queue.next();
  expect(await sweep()).toEqual([lost]);
  expect(await queue.waitingJobs()).toEqual([kept, lost]);
  expect(await sweep()).toEqual([]);
  expect([(await queue.claimNext()).jobId, (await queue.claimNext()).jobId]).toEqual([kept, lost]);
});

test('entries that workers have in hand are left to them', async () => {
  await queue.submit(submission());
  // as bee-queue takes it
  await here.redis.lmove(keys.queueWaiting('default'), keys.queueActive('default'), 'RIGHT', 'LEFT');
  expect(await sweep()).toEqual([]);
  expect(await here.redis.llen(keys.queueActive('default'))).toBe(1);
});

test('entries in hand that stand for nothing are removed', async () => {
  await here.redis.lpush(keys.queueActive('default'), 'gone.1');
  await sweep();
  expect(await here.redis.llen(keys.queueActive('default'))).toBe(0);
});

test('a configuration job whose turn was missed gets it', async () => {
  const [first, second] = [await queue.submit(config()), await queue.submit(config())];
  await queue.claimNext();
  // as if its end had never been written
  await here.redis.del(keys.job(first), keys.lease('default:192.0.2.1:22'));
  await sweep();
  expect((await queue.claimNext()).jobId).toBe(second);
});

test('a line whose first job is gone moves on', async () => {
  const [first, second] = [await queue.submit(config()), await queue.submit(config())];
  await here.redis.del(keys.job(first));
  await sweep();
  expect((await queue.waitingJobs()).at(-1)).toBe(second);
});

test('read jobs that wait for a device nobody works on any more get their turn', async () => {
  const [first] = [await queue.submit(submission()), await queue.submit(submission())];
  for (let count = 0; count < 2; count++)
    await here.jobs.claim(await queue.next(), 'w', ['default:192.0.2.1:22']);
  await sweep();
  expect(await queue.waitingJobs()).toEqual([first]);
});

test('of very many jobs each sweep looks at the oldest and at a further part, until all were looked at', async () => {
  const jobs = [];
  for (let count = 0; count < 3100; count++) jobs.push(await queue.submit(submission()));
  await here.redis.del(keys.queueWaiting('default'), keys.queueEntries('default'));
  const [first, second, third] = [await sweep(), await sweep(), await sweep()];
  expect([first.length, second.length, third.length]).toEqual([2000, 1000, 100]);
  expect(new Set([...first, ...second, ...third])).toEqual(new Set(jobs));
});

test('one sweep within a time is enough for all workers', async () => {
  await queue.submit(submission());
  await queue.next();
  expect(await here.jobs.sweep(60_000)).toHaveLength(1);
  await queue.next();
  expect(await here.jobs.sweep(60_000)).toEqual([]);
});
