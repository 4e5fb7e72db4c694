import { keys } from '../keys.js';
import { submission, useTestJobs } from '../testing/index.js';

const here = useTestJobs({ contexts: ['default'], isFlushed: true });

/** Takes the next entry as bee-queue does: it leaves the list; its data stay until the handler has ended. */
async function take(): Promise<string> {
  const entry = await here.redis.rpop(keys.queueWaiting('default'));
  if (entry === null) throw new Error('the queue is empty');
  return entry;
}

test('a returned entry is the next in the queue, with a new number, and its job runs once', async () => {
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

test('an entry is returned only once', async () => {
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
])('the entry of a job %s is not returned', async (_, change) => {
  await here.jobs.submit(submission());
  const entry = await take();
  await change(entry);
  expect(await here.jobs.giveBack(entry)).toBe(false);
  expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(0);
});

test('the entry of a configuration job that has become blocked is not returned', async () => {
  await here.jobs.submit(submission({ request: { kind: 'send-config', commands: ['interface eth0'] } }));
  const entry = await take();
  await here.redis.set(keys.lease('default:192.0.2.1:22'), 'another job');
  expect(await here.jobs.claim(entry, 'w')).toEqual({ outcome: 'nothing', reason: 'blocked' });
  expect(await here.jobs.giveBack(entry)).toBe(false);
});

test('the entry of a read job whose worker died can be returned', async () => {
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
