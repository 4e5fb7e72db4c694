import { randomUUID } from 'node:crypto';
import { keys, KeyRing, Secret, Webhooks, type ClaimedJob } from '../index.js';
import { submission, useTestJobs, type TestJobs } from '../testing/index.js';

const url = 'https://hooks.example.net/naas?token=canary-url';
const leaseMs = 60_000;

const here = useTestJobs({ contexts: ['default'] });
let webhooks: Webhooks;
beforeAll(() => {
  webhooks = new Webhooks(here);
});
beforeEach(() => here.redis.del(keys.webhooks(), keys.queueWaiting('default')));

async function submit(
  webhook: Parameters<TestJobs['jobs']['submit']>[0]['webhook'] = {
    url,
    secret: new Secret('canary-secret'),
  },
): Promise<string> {
  const job = submission({ owner: [randomUUID()], webhook: webhook ?? null });
  await here.jobs.submit(job);
  return job.jobId;
}

async function claim(): Promise<ClaimedJob> {
  const claimed = await here.jobs.claim(
    (await here.redis.rpop(keys.queueWaiting('default'))) ?? '',
    'test-worker',
  );
  if (claimed.outcome !== 'run') throw new Error('not claimed');
  return claimed.job;
}

const lease = async (maxCount = 10, forMs = leaseMs) => (await webhooks.lease(maxCount, forMs)).due;

async function finished(): Promise<string> {
  const jobId = await submit();
  await here.jobs.finish(await claim(), { status: 'finished' });
  return jobId;
}

test('an ended job has a due webhook, with the body to send', async () => {
  const jobId = await finished();
  const [due] = await lease();
  expect(due).toMatchObject({
    jobId,
    attempt: 1,
    webhook: { url },
    body: {
      job_id: jobId,
      status: 'finished',
      enqueued_at: expect.stringMatching(/Z$/),
      completed_at: expect.stringMatching(/Z$/),
    },
  });
  expect(due?.webhook?.secret?.reveal()).toBe('canary-secret');
});

test('a job that was cancelled while it waited has a due webhook', async () => {
  const jobId = await submit();
  await here.jobs.cancel(jobId);
  expect(await lease()).toMatchObject([{ jobId, body: { status: 'cancelled' } }]);
});

test('no webhook is due before the end of a job, or for a job without a webhook', async () => {
  await submit();
  await here.jobs.cancel(await submit(null));
  expect(await lease()).toEqual([]);
});

test('a webhook is leased to only one of two senders', async () => {
  for (let count = 0; count < 20; count += 1) await finished();
  const [one, two] = await Promise.all([lease(15), lease(15)]);
  expect([one.length, two.length]).toEqual([15, 5]);
  expect(new Set([...one, ...two].map(({ jobId }) => jobId)).size).toBe(20);
});

test('a webhook whose sender died is leased to another, as the next attempt', async () => {
  const jobId = await finished();
  const [first] = await lease(10, 0);
  expect(await lease()).toMatchObject([{ jobId, attempt: 2 }]);
  expect(await webhooks.close(first ?? { jobId, lease: 0 })).toBe(false);
  expect(await here.redis.zcard(keys.webhooks())).toBe(1);
});

test('a closed webhook is over, and a postponed one is due again later', async () => {
  await finished();
  await finished();
  const [closed, postponed] = await lease(2);
  if (!closed || !postponed) throw new Error('two webhooks must be due');
  expect([await webhooks.close(closed), await webhooks.postpone(postponed, 30_000)]).toEqual([true, 'ok']);
  expect(await lease()).toEqual([]);
  expect(await here.redis.zrange(keys.webhooks(), 0, -1)).toEqual([postponed.jobId]);
  await webhooks.postpone(postponed, 0);
  expect(await lease()).toMatchObject([{ jobId: postponed.jobId, attempt: 2 }]);
});

test('a job that was given up and ends after all gets a second webhook', async () => {
  const jobId = await submit();
  const job = await claim();
  await here.redis.hset(keys.job(jobId), 'changes_device', '1');
  await here.redis.zadd(keys.running(), 0, jobId);
  await here.jobs.reap();
  const [lost] = await lease();
  await here.jobs.finish(job, { status: 'finished' });
  expect([lost?.body.status, await webhooks.close(lost ?? { jobId, lease: 0 })]).toEqual(['failed', false]);
  expect(await lease()).toMatchObject([{ jobId, attempt: 1, body: { status: 'finished' } }]);
});

test('a webhook that was not tried is due behind the others, and no attempt is counted', async () => {
  const [first, second] = [await finished(), await finished()];
  await here.redis.zadd(keys.webhooks(), 1, first, 2, second);
  const [leased] = await lease(1);
  await webhooks.giveBack(leased ?? { jobId: first, lease: 0 });
  expect(await lease()).toMatchObject([
    { jobId: second, attempt: 1 },
    { jobId: first, attempt: 1 },
  ]);
});

test('a webhook whose record has expired is dropped and reported', async () => {
  const jobId = await finished();
  await here.redis.del(keys.job(jobId));
  expect(await webhooks.lease(10, leaseMs)).toEqual({ due: [], expired: [jobId] });
  expect(await here.redis.zcard(keys.webhooks())).toBe(0);
});

test('a webhook whose record expires before the next attempt is dropped', async () => {
  const jobId = await finished();
  await here.redis.pexpire(keys.job(jobId), 100_000);
  const [due] = await lease();
  if (!due) throw new Error('one webhook must be due');
  expect([await webhooks.postpone(due, 50_000), await webhooks.postpone(due, 100_000)]).toEqual([
    'ok',
    'expired',
  ]);
  expect(await here.redis.zcard(keys.webhooks())).toBe(0);
});

test.each([
  ['close', true],
  ['postpone', 'expired'],
] as const)('%s ends a webhook whose record expired while it was sent, only once', async (method, answer) => {
  const jobId = await finished();
  const [due] = await lease();
  await here.redis.del(keys.job(jobId));
  const settle = () => webhooks[method](due ?? { jobId, lease: 0 }, 0);
  expect([await settle(), await settle()]).toEqual([answer, method === 'close' ? false : 'not_owner']);
  expect(await here.redis.zcard(keys.webhooks())).toBe(0);
});

test('a webhook sealed with a removed key is reported without its URL', async () => {
  await finished();
  const other = new Webhooks({
    redis: here.redis,
    keyRing: new KeyRing(Buffer.alloc(32, 9).toString('base64')),
  });
  expect(await other.lease(10, leaseMs)).toMatchObject({ due: [{ webhook: null }] });
});

test('neither URL nor secret of a webhook is in Redis in clear', async () => {
  const jobId = await finished();
  await lease();
  const record = await here.redis.hgetallBuffer(keys.job(jobId));
  expect(
    Object.values(record)
      .map((value) => value.toString('latin1'))
      .join(' '),
  ).not.toMatch(/canary|example/);
});

test('equal read jobs with different webhooks are not de-duplicated', async () => {
  const owner = [randomUUID()] as const;
  const submitWith = async (
    webhook: { readonly url: string; readonly secret: null } | null,
  ): Promise<string> => (await here.jobs.submit(submission({ owner, webhook }))).outcome;
  expect([
    await submitWith(null),
    await submitWith({ url, secret: null }),
    await submitWith({ url, secret: null }),
    await submitWith({ url: `${url}2`, secret: null }),
  ]).toEqual(['accepted', 'accepted', 'deduplicated', 'accepted']);
});
