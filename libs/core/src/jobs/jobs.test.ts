import { randomUUID } from 'node:crypto';
import { keys } from '../keys.js';
import type { ClaimedJob, Submission } from './types.js';
import { Secret } from '../secrecy/secret.js';
import { dumpOf, submission, useTestJobs } from '../testing/index.js';

const here = useTestJobs({ contexts: ['default'], isFlushed: true });

/** Submits a job and returns the id of its queue entry. */
async function submit(job: Submission, jobs = here.jobs): Promise<string> {
  const outcome = await jobs.submit(job);
  expect(outcome.outcome).toBe('accepted');
  return nextEntry(job.request.context);
}

async function nextEntry(context = 'default'): Promise<string> {
  const entry = await here.redis.rpop(keys.queueWaiting(context));
  if (entry === null) throw new Error('the queue is empty');
  await here.redis.hdel(keys.queueEntries(context), entry);
  return entry;
}

async function claim(entry: string, jobs = here.jobs): Promise<ClaimedJob> {
  const outcome = await jobs.claim(entry, 'worker-1');
  if (outcome.outcome !== 'run') throw new Error(`not claimed: ${JSON.stringify(outcome)}`);
  return outcome.job;
}

const output = (text: string) => ({
  command: 'show version',
  output: text,
  refused: false,
  startedAt: new Date(0),
  durationMs: 5,
});
const config = (more: Parameters<typeof submission>[0] = {}) =>
  submission({ ...more, request: { kind: 'send-config', commands: ['interface eth0'], ...more.request } });
const run = (entry: string, worker = 'w') => here.jobs.claim(entry, worker);

/** Makes a claim expire, as time would. */
const expireClaim = (jobId: string) => here.redis.zadd(keys.running(), 1, jobId);

describe('a read job', () => {
  test('is queued, started and finished, with its outputs in order', async () => {
    const job = submission({
      request: { commands: ['show version', 'show clock'], tags: { site: 'berlin' } },
    });
    const entry = await submit(job);
    expect((await here.jobs.get(job.jobId))?.result).toMatchObject({
      status: 'queued',
      started_at: null,
      outputs: null,
      results: null,
      tags: { site: 'berlin' },
    });

    const claimed = await claim(entry);
    expect(claimed.request).toEqual({ ...job.request, tags: {} });
    expect(claimed.credentials.password.reveal()).toBe('lab-password');
    expect((await here.jobs.get(job.jobId))?.result).toMatchObject({ status: 'started', outputs: [] });

    expect(await here.jobs.emit(claimed, 0, output('first'))).toBe('ok');
    expect(await here.jobs.emit(claimed, 1, { ...output('second'), command: 'show clock' })).toBe('ok');
    expect(await here.jobs.finish(claimed, { status: 'finished' })).toBe(true);

    const { result, owner } = (await here.jobs.get(job.jobId))!;
    expect(owner).toBe('owner-a');
    expect(result).toMatchObject({
      status: 'finished',
      error: null,
      results: { 'show version': 'first', 'show clock': 'second' },
    });
    expect(result.outputs?.map((one) => one.output)).toEqual(['first', 'second']);
    expect(await here.redis.ttl(keys.job(job.jobId))).toBeGreaterThan(86_000);
    expect(await here.redis.ttl(keys.outputs(job.jobId))).toBeGreaterThan(86_000);
    expect(await here.redis.zcard(keys.running())).toBe(0);
  });

  test('has its changes of status and its outputs in its event stream', async () => {
    const job = submission();
    const claimed = await claim(await submit(job));
    await here.jobs.emit(claimed, 0, output('x'));
    await here.jobs.finish(claimed, { status: 'finished' });
    const events = await here.redis.xrange(keys.events(job.jobId), '-', '+');
    expect(events.map(([, fields]) => fields.join(' '))).toEqual([
      'type status status queued',
      'type status status started',
      'type output index 0',
      'type status status finished',
    ]);
  });

  test('appends an output once, even when it is emitted twice', async () => {
    const job = submission();
    const claimed = await claim(await submit(job));
    await here.jobs.emit(claimed, 0, output('x'));
    await here.jobs.emit(claimed, 0, output('x'));
    expect(await here.redis.llen(keys.outputs(job.jobId))).toBe(1);
  });

  test('is not run by a second delivery while its worker lives', async () => {
    const entry = await submit(submission());
    await claim(entry);
    expect(await run(entry)).toEqual({ outcome: 'nothing', reason: 'running' });
  });

  test('is run again by the next delivery when its worker died, and given up after three runs', async () => {
    const job = submission();
    const entry = await submit(job);
    for (let count = 1; count <= 3; count += 1) {
      expect((await claim(entry)).claims).toBe(count);
      await expireClaim(job.jobId);
    }
    expect(await run(entry)).toEqual({ outcome: 'nothing', reason: 'lost' });
    expect((await here.jobs.get(job.jobId))?.result).toMatchObject({
      status: 'failed',
      error_code: 'WORKER_LOST',
      error_retryable: true,
    });
  });

  test('keeps no output of a lost run', async () => {
    const job = submission();
    const entry = await submit(job);
    await here.jobs.emit(await claim(entry), 0, output('of the dead worker'));
    await expireClaim(job.jobId);
    const second = await claim(entry);
    await here.jobs.emit(second, 0, output('of the live worker'));
    await here.jobs.finish(second, { status: 'finished' });
    expect((await here.jobs.get(job.jobId))?.result.outputs?.map((one) => one.output)).toEqual([
      'of the live worker',
    ]);
  });

  test('is delivered again by the reaper when its worker and its queue entry are lost', async () => {
    const job = submission();
    const first = await claim(await submit(job));
    await expireClaim(job.jobId);
    expect(await here.jobs.reap()).toEqual(new Map([[job.jobId, 'redelivered']]));
    expect(await here.jobs.reap()).toEqual(new Map());
    const second = await claim(await nextEntry());
    expect(await here.jobs.finish(first, { status: 'finished' })).toBe(false);
    expect(await here.jobs.finish(second, { status: 'finished' })).toBe(true);
  });

  test('is never started after JOB_MAX_QUEUE_AGE', async () => {
    const job = submission();
    const entry = await submit(job);
    await here.redis.hset(keys.job(job.jobId), 'enqueued_at', Date.now() - 3_601_000);
    expect(await run(entry)).toEqual({ outcome: 'nothing', reason: 'expired' });
    expect((await here.jobs.get(job.jobId))?.result).toMatchObject({
      status: 'failed',
      error_code: 'EXPIRED',
    });
  });
});

describe('a configuration job', () => {
  test('has its credentials removed from Redis at the claim', async () => {
    const job = config();
    const entry = await submit(job);
    expect(await here.redis.hexists(keys.job(job.jobId), 'credentials')).toBe(1);
    await claim(entry);
    expect(await here.redis.hexists(keys.job(job.jobId), 'credentials')).toBe(0);
  });

  test('is lost when its worker died, and never started again', async () => {
    const job = config();
    const entry = await submit(job);
    await claim(entry);
    await expireClaim(job.jobId);
    expect(await run(entry)).toEqual({ outcome: 'nothing', reason: 'lost' });
    expect((await here.jobs.get(job.jobId))?.result).toMatchObject({
      status: 'failed',
      error_code: 'WORKER_LOST',
      error_retryable: false,
    });
  });

  test('given up as lost takes the true result of a worker that is alive after all', async () => {
    const job = config();
    const claimed = await claim(await submit(job));
    await expireClaim(job.jobId);
    expect(await here.jobs.reap()).toEqual(new Map([[job.jobId, 'lost']]));
    expect(await here.jobs.emit(claimed, 0, { ...output('applied'), command: 'config_set_output' })).toBe(
      'ok',
    );
    expect(await here.jobs.finish(claimed, { status: 'finished' })).toBe(true);
    expect((await here.jobs.get(job.jobId))?.result).toMatchObject({
      status: 'finished',
      error_code: null,
      results: { config_set_output: 'applied' },
    });
    expect(await here.redis.zcard(keys.failed('default'))).toBe(0);
    expect(await here.redis.ttl(keys.outputs(job.jobId))).toBeGreaterThan(0);
  });

  test('keeps its lease by renewing, until the claim is lost', async () => {
    const job = config();
    const claimed = await claim(await submit(job));
    await here.redis.pexpire(keys.lease('default:192.0.2.1:22'), 1000);
    expect(await here.jobs.renew([claimed])).toEqual(['ok']);
    expect(await here.redis.pttl(keys.lease('default:192.0.2.1:22'))).toBeGreaterThan(20_000);
    await expireClaim(job.jobId);
    await here.jobs.reap();
    expect(await here.jobs.renew([claimed])).toEqual(['lost']);
  });
});

test('outputs that a failover lost are counted, and reported with the result', async () => {
  const job = submission({ request: { commands: ['show version', 'show clock', 'show users'] } });
  const claimed = await claim(await submit(job));
  await here.jobs.emit(claimed, 0, output('first'));
  await here.redis.del(keys.outputs(job.jobId));
  await here.redis.hdel(keys.job(job.jobId), 'emitted');
  await here.jobs.emit(claimed, 1, { ...output('second'), command: 'show clock' });
  await here.jobs.emit(claimed, 1, { ...output('second'), command: 'show clock' });
  await here.jobs.emit(claimed, 2, { ...output('third'), command: 'show users' });
  await here.jobs.finish(claimed, { status: 'finished' }, 3);
  expect((await here.jobs.get(job.jobId))?.result).toMatchObject({
    status: 'finished',
    error_code: null,
    results: { 'show clock': 'second', 'show users': 'third' },
    error: '1 output of this job was lost when Redis failed over; its status is not affected.',
  });
});

describe('submit', () => {
  test('returns the earlier job for the same idempotency key, and refuses another body', async () => {
    const first = config({ idempotencyKey: 'change-1' });
    await submit(first);
    expect(await here.jobs.submit(config({ idempotencyKey: 'change-1' }))).toMatchObject({
      outcome: 'idempotent',
      jobId: first.jobId,
    });
    expect(
      await here.jobs.submit(config({ idempotencyKey: 'change-1', request: { commands: ['other'] } })),
    ).toMatchObject({ outcome: 'IDEMPOTENCY_MISMATCH' });
    expect(await here.jobs.submit(config({ idempotencyKey: 'change-1', owner: ['owner-b'] }))).toMatchObject({
      outcome: 'accepted',
    });
  });

  test('accepts one of a hundred equal submissions at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => here.jobs.submit(config({ idempotencyKey: 'same' }))),
    );
    expect(outcomes.filter((one) => one.outcome === 'accepted')).toHaveLength(1);
    expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(1);
  });

  test('returns an equal read job in flight, until it has ended', async () => {
    const first = submission();
    const entry = await submit(first);
    expect(await here.jobs.submit(submission())).toMatchObject({
      outcome: 'deduplicated',
      jobId: first.jobId,
    });
    expect(await here.jobs.submit(submission({ owner: ['owner-b'] }))).toMatchObject({ outcome: 'accepted' });
    expect(await here.jobs.submit(submission({ request: { commands: ['show clock'] } }))).toMatchObject({
      outcome: 'accepted',
    });
    await here.jobs.finish(await claim(entry), { status: 'finished' });
    expect(await here.jobs.submit(submission())).toMatchObject({ outcome: 'accepted' });
  });

  const others = [
    ['password', { password: new Secret('guessed') }],
    ['enable password', { enable: new Secret('guessed') }],
  ] as const;

  test.each(others)('gives no output of a job in flight to another %s', async (_, credentials) => {
    await submit(submission());
    const other = submission({ credentials });
    expect(await here.jobs.submit(other)).toMatchObject({ outcome: 'accepted', jobId: other.jobId });
  });

  test.each(others)('gives no job of an idempotency key to another %s', async (_, credentials) => {
    const keyed = { idempotencyKey: 'change-1' };
    await submit(config(keyed));
    expect(await here.jobs.submit(config({ ...keyed, credentials }))).toMatchObject({
      outcome: 'IDEMPOTENCY_MISMATCH',
    });
    expect(await here.redis.llen(keys.queueWaiting('default'))).toBe(0);
  });

  test('never de-duplicates configuration jobs', async () => {
    expect(await here.jobs.submit(config())).toMatchObject({ outcome: 'accepted' });
    expect(await here.jobs.submit(config())).toMatchObject({ outcome: 'accepted' });
  });

  test('refuses an id that is in use, and a context that no worker serves', async () => {
    const job = submission();
    await submit(job);
    expect(await here.jobs.submit(config({ jobId: job.jobId }))).toMatchObject({
      outcome: 'DUPLICATE_REQUEST_ID',
      index: 0,
    });
    expect(await here.jobs.submit(submission({ request: { context: 'unserved' } }))).toMatchObject({
      outcome: 'NO_WORKERS',
      index: 0,
    });
  });

  test('refuses when MAX_QUEUE_DEPTH jobs wait', async () => {
    const small = here.open({ MAX_QUEUE_DEPTH: '2' });
    await small.jobs.submit(config());
    await small.jobs.submit(config());
    expect(await small.jobs.submit(config())).toMatchObject({ outcome: 'QUEUE_FULL', index: 0 });
  });

  test('leaves nothing in Redis when it refuses', async () => {
    await here.jobs.submit(submission({ request: { context: 'unserved' }, idempotencyKey: 'x' }));
    expect((await here.redis.keys('*')).sort()).toEqual([
      'naas:served',
      'naas:worker:test-worker',
      'naas:workers',
    ]);
  });
});

describe('cancel', () => {
  test('of a waiting job: the job is never started', async () => {
    const job = submission();
    const entry = await submit(job);
    expect(await here.jobs.cancel(job.jobId)).toBe('cancelled');
    expect(await run(entry)).toEqual({ outcome: 'nothing', reason: 'cancelled' });
    expect(await here.jobs.cancel(job.jobId)).toBe('ended');
  });

  test('of a started job: its worker learns it at the next renewal or output', async () => {
    const job = submission();
    const claimed = await claim(await submit(job));
    expect(await here.jobs.cancel(job.jobId)).toBe('cancelling');
    expect(await here.jobs.renew([claimed])).toEqual(['cancel']);
    expect(await here.jobs.emit(claimed, 0, output('x'))).toBe('cancel');
    await here.jobs.finish(claimed, { status: 'cancelled', message: 'Cancelled after one command.' });
    const stored = (await here.jobs.get(job.jobId))?.result;
    expect(stored).toMatchObject({
      status: 'cancelled',
      outputs: [{ output: 'x' }],
      results: null,
      error: 'Cancelled after one command.',
      error_code: null,
    });
  });

  test('of an unknown job returns not_found', async () => {
    expect(await here.jobs.cancel(randomUUID())).toBe('not_found');
  });
});

describe('sealing', () => {
  test('leaves no credential, command, output or error readable in any key', async () => {
    const read = submission({ request: { commands: ['show canary-command'] }, idempotencyKey: 'canary-key' });
    const push = config({ request: { commands: ['username bob secret canary-line'] } });
    const claimed = await claim(await submit(read));
    await submit(push);
    await here.jobs.emit(claimed, 0, output('canary-output'));
    await here.jobs.finish(claimed, { status: 'failed', code: 'READ_TIMEOUT', message: 'canary-error' });
    const found: string[] = [];
    for (const key of await here.redis.keys('*')) {
      const dump = await dumpOf(here.redis, key);
      if (/canary|lab-password/.test(`${key} ${dump?.toString('latin1')}`)) found.push(key);
    }
    expect(found).toEqual([]);
    expect((await here.jobs.get(read.jobId))?.result).toMatchObject({
      error: 'canary-error',
      error_code: 'READ_TIMEOUT',
    });
  });

  test('with another key at the worker, the job is unusable, with a reason', async () => {
    const other = here.open({ NAAS_ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64') });
    const job = submission();
    const outcome = await other.jobs.claim(await submit(job), 'w');
    expect(outcome).toMatchObject({
      outcome: 'unusable',
      code: 'UNKNOWN',
      message: expect.stringContaining('NAAS_ENCRYPTION_KEY'),
    });
  });

  test('an old key still opens the values that it sealed', async () => {
    const old = Buffer.alloc(32, 7).toString('base64');
    const rotated = here.open({
      NAAS_ENCRYPTION_KEY: `${Buffer.alloc(32, 9).toString('base64')},${old}`,
    });
    const job = submission();
    expect((await claim(await submit(job), rotated.jobs)).request.commands).toEqual(['show version']);
  });
});
