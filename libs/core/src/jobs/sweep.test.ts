import { keys } from '../keys.js';
import { submission, testQueue, useTestJobs } from '../testing/index.js';

const here = useTestJobs({
  settings: { JOB_DEDUP_ENABLED: 'false' },
  contexts: ['default'],
  isFlushed: true,
});
const queue = testQueue(here);

const config = () => submission({ request: { kind: 'send-config', commands: ['interface eth0'] } });

/** Sweeps at once, even after a recent sweep. */
async function sweep(): Promise<readonly string[]> {
  await here.redis.del(keys.swept());
  return here.jobs.sweep(60_000);
}

test('a queued job whose entry is lost is delivered again, and runs', async () => {
  const [lost, kept] = [await queue.submit(submission()), await queue.submit(submission())];
  await queue.next();
  expect(await sweep()).toEqual([lost]);
  expect(await queue.waitingJobs()).toEqual([kept, lost]);
  expect(await sweep()).toEqual([]);
  expect([(await queue.claimNext()).jobId, (await queue.claimNext()).jobId]).toEqual([kept, lost]);
});

test('entries that workers have taken are not delivered again', async () => {
  await queue.submit(submission());
  // As bee-queue takes it.
  await here.redis.lmove(keys.queueWaiting('default'), keys.queueActive('default'), 'RIGHT', 'LEFT');
  expect(await sweep()).toEqual([]);
  expect(await here.redis.llen(keys.queueActive('default'))).toBe(1);
});

test('taken entries without data are removed', async () => {
  await here.redis.lpush(keys.queueActive('default'), 'gone.1');
  await sweep();
  expect(await here.redis.llen(keys.queueActive('default'))).toBe(0);
});

test('a configuration job whose turn was missed gets its turn', async () => {
  const [first, second] = [await queue.submit(config()), await queue.submit(config())];
  await queue.claimNext();
  // As if its end had never been written.
  await here.redis.del(keys.job(first), keys.lease('default:192.0.2.1:22'));
  await sweep();
  expect((await queue.claimNext()).jobId).toBe(second);
});

test('when the first job of a device is gone, the next gets its turn', async () => {
  const [first, second] = [await queue.submit(config()), await queue.submit(config())];
  await here.redis.del(keys.job(first));
  await sweep();
  expect((await queue.waitingJobs()).at(-1)).toBe(second);
});

test('a read job deferred for a device without running jobs is delivered', async () => {
  const [first] = [await queue.submit(submission()), await queue.submit(submission())];
  for (let count = 0; count < 2; count++) {
    await here.jobs.claim(await queue.next(), 'w', { busy: ['default:192.0.2.1:22'] });
  }
  await sweep();
  expect(await queue.waitingJobs()).toEqual([first]);
});

test('each sweep looks at the oldest jobs and at a further part, until all have been looked at', async () => {
  const jobs = [];
  for (let count = 0; count < 3100; count++) jobs.push(await queue.submit(submission()));
  await here.redis.del(keys.queueWaiting('default'), keys.queueEntries('default'));
  const [first, second, third] = [await sweep(), await sweep(), await sweep()];
  expect([first.length, second.length, third.length]).toEqual([2000, 1000, 100]);
  expect(new Set([...first, ...second, ...third])).toEqual(new Set(jobs));
});

test('only one worker sweeps within the given time', async () => {
  await queue.submit(submission());
  await queue.next();
  expect(await here.jobs.sweep(60_000)).toHaveLength(1);
  await queue.next();
  expect(await here.jobs.sweep(60_000)).toEqual([]);
});
