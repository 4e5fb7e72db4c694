import { randomUUID } from 'node:crypto';
import { keys } from '../keys.js';
import { Secret } from '../secrecy/secret.js';
import { keysNaming, submission, testQueue, useTestJobs } from '../testing/index.js';
import { Webhooks } from '../webhooks/webhooks.js';

const here = useTestJobs({
  settings: {
    JOB_TTL_SUCCESS: '1',
    JOB_TTL_FAILED: '1',
    FAILED_JOB_MAX_RETAIN: '2',
    JOB_DEDUP_ENABLED: 'true',
    RATE_LIMIT_ENABLED: 'true',
  },
  contexts: ['default'],
  isFlushed: true,
});
const queue = testQueue(here);

const config = (more: Parameters<typeof submission>[0] = {}) =>
  submission({
    ...more,
    request: { kind: 'send-config', commands: ['interface eth0'], tags: { site: 'berlin' } },
  });
const output = {
  command: 'show version',
  output: 'text',
  refused: false,
  startedAt: new Date(0),
  durationMs: 5,
};

/** Resolves when the records of all ended jobs have expired. */
async function expired(): Promise<void> {
  while ((await here.redis.keys(keys.job('*'))).length > 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/**
 * Keys that contain a job's id and have a TTL of their own: those of rate limits, lockouts, idempotency keys
 * and batches.
 */
const ownTtl = /^naas:(rate|lockout|idempotency|batch):/;

test('when a job has expired, its id is left only in keys with a TTL of their own', async () => {
  const finished = await queue.submit(
    submission({
      idempotencyKey: 'change-1',
      webhook: { url: 'https://example.net/', secret: new Secret('webhook-secret') },
    }),
  );
  const job = await queue.claimNext();
  await here.jobs.emit(job, 0, output);
  await here.jobs.finish(job, { status: 'finished' });

  const refused = await queue.submit(submission({ request: { host: '192.0.2.2' } }));
  await here.jobs.finish(await queue.claimNext(), {
    status: 'failed',
    code: 'AUTH_FAILURE',
    message: 'refused',
  });
  const cancelled = await queue.submit(submission({ request: { host: '192.0.2.3' } }));
  await here.jobs.cancel(cancelled);
  await here.jobs.claim(await queue.next(), 'w');

  const [applied, blocked, lost] = [
    await queue.submit(config()),
    await queue.submit(config()),
    await queue.submit(config()),
  ];
  const holder = await queue.claimNext();
  await here.jobs.cancel(blocked);
  await here.jobs.finish(holder, { status: 'finished' });
  await queue.claimNext();
  await here.redis.zadd(keys.running(), 1, lost);
  await here.jobs.reap();

  const batchId = randomUUID();
  const inBatch = submission({ request: { host: '192.0.2.4' } });
  await here.jobs.submitBatch({ batchId, owner: ['owner-a'], idempotencyKey: 'batch-1', jobs: [inBatch] });
  await here.jobs.finish(await queue.claimNext(), { status: 'finished' });

  const deferred = await queue.submit(submission({ request: { host: '192.0.2.5' } }));
  await here.jobs.claim(await queue.next(), 'w', { busy: ['default:192.0.2.5:22'] });
  await here.jobs.cancel(deferred);

  const ids = [finished, refused, cancelled, applied, blocked, lost, inBatch.jobId, deferred];
  expect(await keysNaming(here.redis, ids)).not.toEqual([]);
  await expired();
  await here.jobs.reap();
  await new Webhooks(here).lease(10, 60_000);
  const left = await keysNaming(here.redis, ids);
  expect(left.filter(({ key }) => !ownTtl.test(key))).toEqual([]);
  expect(left.filter(({ ttl }) => ttl < 0)).toEqual([]);
});

test('dead letters are the latest failed jobs of their context, and older ones can still be read', async () => {
  const ids = [];
  for (let count = 0; count < 4; count++) {
    ids.push(await queue.submit(submission({ request: { host: `192.0.2.${count}` } })));
    await here.jobs.finish(await queue.claimNext(), { status: 'failed', code: 'SSH_ERROR', message: 'no' });
  }
  const list = (more: object) => here.jobs.list({ owner: null, page: 1, perPage: 10, ...more });
  const dead = await list({ isDead: true });
  expect([dead.total, dead.jobs.map(({ result }) => result.job_id).sort()]).toEqual([2, ids.slice(2).sort()]);
  expect((await list({ status: 'failed' })).total).toBe(4);
  expect((await here.jobs.get(ids[0] ?? ''))?.result.status).toBe('failed');
  expect(await here.redis.zcard(keys.failed('default'))).toBe(2);
});

test('a lost job that finishes after all is no longer a dead letter', async () => {
  const id = await queue.submit(config());
  const job = await queue.claimNext();
  await here.redis.zadd(keys.running(), 1, id);
  await here.jobs.reap();
  expect(await here.redis.zcard(keys.index('dead'))).toBe(1);
  await here.jobs.finish(job, { status: 'finished' });
  expect(await here.redis.zcard(keys.index('dead'))).toBe(0);
});
