import { keys } from '../keys.js';
import {
  openJobs,
  serveContexts,
  startTestRedis,
  submission,
  type TestJobs,
  type TestRedis,
} from '../testing/index.js';

let server: TestRedis;
let here: TestJobs;

beforeAll(async () => {
  server = await startTestRedis();
  here = openJobs(server.url);
});
afterAll(async () => {
  await here.close();
  await server.close();
});
beforeEach(async () => {
  await here.redis.flushall();
  await serveContexts(here.redis, 'default');
});

/** Takes the next entry as bee-queue does: out of the list, its data stay until the handler has ended. */
async function take(): Promise<string> {
  const entry = await here.redis.rpop(keys.queueWaiting('default'));
  if (entry === null) throw new Error('the queue is empty');
  return entry;
}

test('an entry given back is the next to be taken, under a new number, and its job runs once', async () => {
  const [first, second] = [submission(), submission({ request: { commands: ['show clock'] } })];
  await here.jobs.submit(first);
  await here.jobs.submit(second);
  const old = await take();
  expect(await here.jobs.giveBack(old)).toBe(true);
  const again = await take();
  expect([again.startsWith(first.jobId), again === old]).toEqual([true, false]);
  expect(await here.redis.hexists(keys.queueEntries('default'), again)).toBe(1);
  expect(await here.jobs.claim(old, 'w')).toEqual({ outcome: 'nothing', reason: 'stale' });
  expect((await here.jobs.claim(again, 'w')).outcome).toBe('run');
});

test('an entry is given back once, however often it is tried', async () => {
  await here.jobs.submit(submission());
  const entry = await take();
  expect(await here.jobs.giveBack(entry)).toBe(true);
  expect(await here.jobs.giveBack(entry)).toBe(false);
  expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(1);
});

test.each([
  ['that runs', async (entry: string) => void (await here.jobs.claim(entry, 'w'))],
  ['that was cancelled', async (entry: string) => void (await here.jobs.cancel(entry.split('.')[0]!))],
  ['that is gone', async () => void (await here.redis.flushall())],
])('nothing is given back of a job %s', async (_, change) => {
  await here.jobs.submit(submission());
  const entry = await take();
  await change(entry);
  expect(await here.jobs.giveBack(entry)).toBe(false);
  expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(0);
});

test('a configuration job whose device was taken meanwhile is not given back: its turn brings it', async () => {
  await here.jobs.submit(submission({ request: { kind: 'send-config', commands: ['interface eth0'] } }));
  const entry = await take();
  await here.redis.set(keys.lease('default:192.0.2.1:22'), 'another job');
  expect(await here.jobs.claim(entry, 'w')).toEqual({ outcome: 'nothing', reason: 'blocked' });
  expect(await here.jobs.giveBack(entry)).toBe(false);
});

test('a read job delivered again after its worker died can be given back', async () => {
  const job = submission();
  await here.jobs.submit(job);
  const entry = await take();
  await here.jobs.claim(entry, 'dead');
  await here.redis.hdel(keys.queueEntries('default'), entry);
  await here.redis.zadd(keys.running(), 1, job.jobId);
  await here.jobs.reap();
  expect(await here.jobs.giveBack(await take())).toBe(true);
  expect((await here.jobs.claim(await take(), 'w')).outcome).toBe('run');
});
