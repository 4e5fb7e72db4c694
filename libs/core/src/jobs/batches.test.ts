import { randomUUID } from 'node:crypto';
import { keys, Subscriptions, type BatchSubmission, type JobRequest } from '../index.js';
import { submission, useTestJobs } from '../testing/index.js';

const here = useTestJobs({ settings: { MAX_QUEUE_DEPTH: '4' }, contexts: ['default'], isFlushed: true });

const batch = (
  requests: readonly Partial<JobRequest>[],
  more: Partial<BatchSubmission> = {},
): BatchSubmission => ({
  batchId: randomUUID(),
  owner: ['owner-a'],
  idempotencyKey: null,
  jobs: requests.map((request) => submission({ request })),
  ...more,
});
const three = [{ host: '192.0.2.1' }, { host: '192.0.2.2' }, { host: '192.0.2.3' }];

test('all jobs of a batch are accepted, and have its id', async () => {
  const given = batch(three);
  expect(await here.jobs.submitBatch(given)).toMatchObject({
    outcome: 'accepted',
    batchId: given.batchId,
    jobIds: given.jobs.map(({ jobId }) => jobId),
  });
  const stored = await here.jobs.batch(given.batchId);
  expect(stored).toMatchObject({ owner: 'owner-a', total: 3, jobIds: given.jobs.map(({ jobId }) => jobId) });
  expect(stored?.jobs.map(({ result }) => [result.host, result.status, result.batch_id])).toEqual(
    three.map(({ host }) => [host, 'queued', given.batchId]),
  );
  expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(3);
  expect(await here.jobs.batch(randomUUID())).toBeNull();
});

test.each([
  ['a context that no worker serves', [{}, { context: 'unserved' }], 'NO_WORKERS', 1],
  ['a full queue', [{}, {}, {}, {}, {}], 'QUEUE_FULL', 4],
] as const)('%s refuses the whole batch', async (_name, requests, outcome, index) => {
  expect(await here.jobs.submitBatch(batch(requests))).toMatchObject({ outcome, index });
  expect(await here.redis.keys('naas:job:*')).toEqual([]);
  expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(0);
});

test('the same idempotency key gives the same batch, and another body with it is refused', async () => {
  const given = batch(three, { idempotencyKey: 'once' });
  const [first, ...others] = await Promise.all(
    Array.from({ length: 10 }, () => here.jobs.submitBatch({ ...batch(three, { idempotencyKey: 'once' }) })),
  );
  expect(
    others.every(
      (other) => 'batchId' in other && first && 'batchId' in first && other.batchId === first.batchId,
    ),
  ).toBe(true);
  expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(3);
  expect(await here.jobs.submitBatch({ ...given, jobs: given.jobs.slice(1) })).toMatchObject({
    outcome: 'IDEMPOTENCY_MISMATCH',
  });
});

test('equal jobs of a batch are not de-duplicated', async () => {
  const given = batch([{}, {}]);
  expect(await here.jobs.submitBatch(given)).toMatchObject({ outcome: 'accepted' });
  expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(2);
});

test('each change of status of its jobs is published, and cancelAll() ends them', async () => {
  const given = batch(three);
  const statuses: string[] = [];
  const all = new Promise<void>((resolve, reject) => {
    new Subscriptions(here.connect('subscriber'))
      .listen(keys.wake(`batch:${given.batchId}`), (status) => {
        statuses.push(status);
        if (statuses.length === 6) resolve();
      })
      .then(() => here.jobs.submitBatch(given))
      .then(() => here.jobs.cancelAll(given.jobs.map(({ jobId }) => jobId)))
      .catch(reject);
  });
  await all;
  expect(statuses).toEqual(['queued', 'queued', 'queued', 'cancelled', 'cancelled', 'cancelled']);
  expect(await here.redis.ttl(keys.batch(given.batchId))).toBeGreaterThan(86_400);
  expect((await here.jobs.batch(given.batchId))?.jobs.map(({ result }) => result.status)).toEqual([
    'cancelled',
    'cancelled',
    'cancelled',
  ]);
});

test('a batch may have the largest number of devices that BATCH_MAX_DEVICES allows', async () => {
  const big = here.open({ MAX_QUEUE_DEPTH: '0' });
  const given = batch(
    Array.from({ length: 10_000 }, (_, index) => ({
      host: `10.1.${Math.floor(index / 250)}.${index % 250}`,
    })),
  );
  expect(await big.jobs.submitBatch(given)).toMatchObject({ outcome: 'accepted' });
  expect(await big.redis.llen(keys.batchJobs(given.batchId))).toBe(10_000);
}, 30_000);
