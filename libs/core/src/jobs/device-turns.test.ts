import { keys } from '../keys.js';
import { submission, testQueue, useTestJobs } from '../testing/index.js';
import { queueDepths } from '../workers/worker-list.js';

const here = useTestJobs({
  settings: { JOB_DEDUP_ENABLED: 'false', MAX_QUEUE_DEPTH: '5' },
  contexts: ['default', 'lab'],
  isFlushed: true,
});
const queue = testQueue(here);

const device = 'default:192.0.2.1:22';
const config = (request: Parameters<typeof submission>[0] = {}) =>
  submission({
    ...request,
    request: { kind: 'send-config', commands: ['interface eth0'], ...request.request },
  });
const statusOf = async (jobId: string) => (await here.jobs.peek(jobId))?.status;

describe('configuration jobs of a device', () => {
  test('are delivered one at a time, in the order in which they were accepted', async () => {
    const [a, b, c] = [
      await queue.submit(config()),
      await queue.submit(config()),
      await queue.submit(config()),
    ];
    const order = [];
    for (const _ of [a, b, c]) {
      expect(await queue.waiting()).toHaveLength(1);
      const job = await queue.claimNext();
      order.push(job.jobId);
      expect(await queue.waiting()).toHaveLength(0);
      await here.jobs.finish(job, { status: 'finished' });
    }
    expect(order).toEqual([a, b, c]);
  });

  test('count as waiting, and fill the queue', async () => {
    for (let count = 0; count < 5; count++) await queue.submit(config());
    expect(await queueDepths(here.redis, ['default', 'lab'])).toEqual([5, 0]);
    expect(await here.jobs.submit(config())).toMatchObject({ outcome: 'QUEUE_FULL' });
  });

  test('get their place among all waiting jobs', async () => {
    await queue.submit(config());
    await queue.submit(config());
    expect(await here.jobs.submit(config())).toMatchObject({ queuePosition: 3 });
  });

  test('let the next one run when one is cancelled, with or without the turn', async () => {
    const ids = [];
    for (let count = 0; count < 4; count++) ids.push(await queue.submit(config()));
    const [, second, third, fourth] = ids as [string, string, string, string];
    const holder = await queue.claimNext();
    expect(await here.jobs.cancel(third)).toBe('cancelled');
    await here.jobs.finish(holder, { status: 'finished' });
    expect(await queue.waitingJobs()).toEqual([second]);
    expect(await here.jobs.cancel(second)).toBe('cancelled');
    expect(await here.jobs.claim(await queue.next(), 'w')).toEqual({
      outcome: 'nothing',
      reason: 'cancelled',
    });
    expect(await queue.waitingJobs()).toEqual([fourth]);
    expect(await queueDepths(here.redis, ['default'])).toEqual([1]);
  });

  test('let the next one run when the worker of one died', async () => {
    const [a, b] = [await queue.submit(config()), await queue.submit(config())];
    await queue.claimNext();
    await here.redis.zadd(keys.running(), 1, a);
    await here.jobs.reap();
    expect((await queue.claimNext()).jobId).toBe(b);
  });

  test('of other devices and contexts do not wait for each other', async () => {
    await queue.submit(config());
    await queue.submit(config({ request: { port: 2222 } }));
    await queue.submit(config({ request: { context: 'lab' } }));
    await queue.claimNext();
    await queue.claimNext();
    await testQueue(here, 'lab').claimNext();
  });
});

describe('read jobs of a busy device', () => {
  const deferral = {
    outcome: 'nothing',
    reason: 'busy',
    busy: { context: 'default', host: '192.0.2.1', port: 22 },
  };
  /** Claims the next entry while the device counts as busy. */
  const claimWhileBusy = async () =>
    here.jobs.claim(await queue.next(), 'w', { busy: ['default:192.0.2.9:22', device] });

  test('wait without an entry, and are first in the queue when one of the device has ended', async () => {
    const [first, second, third] = [
      await queue.submit(submission()),
      await queue.submit(submission()),
      await queue.submit(submission()),
    ];
    const running = await queue.claimNext();
    expect(running.jobId).toBe(first);
    expect(await claimWhileBusy()).toEqual(deferral);
    expect(await claimWhileBusy()).toEqual(deferral);
    expect(await statusOf(second)).toBe('queued');
    expect(await queueDepths(here.redis, ['default'])).toEqual([2]);

    const other = await queue.submit(submission({ request: { host: '192.0.2.2' } }));
    await here.jobs.finish(running, { status: 'finished' });
    expect(await queue.waitingJobs()).toEqual([second, other]);
    await here.jobs.finish(await queue.claimNext(), { status: 'finished' });
    expect(await queue.waitingJobs()).toEqual([third, other]);
  });

  test('keep their order when the device is still busy', async () => {
    const ids = [
      await queue.submit(submission()),
      await queue.submit(submission()),
      await queue.submit(submission()),
    ];
    const running = await queue.claimNext();
    await claimWhileBusy();
    await claimWhileBusy();
    await here.jobs.finish(running, { status: 'finished' });
    expect(await claimWhileBusy()).toEqual(deferral);
    expect(await here.redis.lrange(keys.deferred('default:192.0.2.1:22'), 0, -1)).toEqual(ids.slice(1));
  });

  test('can be cancelled while deferred', async () => {
    const [, second, third] = [
      await queue.submit(submission()),
      await queue.submit(submission()),
      await queue.submit(submission()),
    ];
    const running = await queue.claimNext();
    await claimWhileBusy();
    await claimWhileBusy();
    expect(await here.jobs.cancel(second)).toBe('cancelled');
    await here.jobs.finish(running, { status: 'finished' });
    expect(await queue.waitingJobs()).toEqual([third]);
  });

  test('are delivered by callNext() when no other job of the device runs', async () => {
    const id = await queue.submit(submission());
    expect(await claimWhileBusy()).toEqual(deferral);
    await here.jobs.callNext(deferral.busy);
    expect(await queue.waitingJobs()).toEqual([id]);
    await here.jobs.callNext(deferral.busy);
    expect(await queue.waitingJobs()).toEqual([id]);
  });

  test('do not hold up other devices and configuration', async () => {
    await queue.submit(submission({ request: { host: '192.0.2.2' } }));
    await queue.submit(config());
    expect([await claimWhileBusy(), await claimWhileBusy()]).toMatchObject([
      { outcome: 'run' },
      { outcome: 'run' },
    ]);
  });

  test('that lost their worker are not deferred', async () => {
    const id = await queue.submit(submission());
    await queue.claimNext();
    await here.redis.zadd(keys.running(), 1, id);
    await here.jobs.reap();
    expect(await claimWhileBusy()).toMatchObject({ outcome: 'run' });
  });
});
