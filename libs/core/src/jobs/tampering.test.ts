import { randomUUID } from 'node:crypto';
import { keys } from '../keys.js';
import { KeyRing } from '../secrecy/key-ring.js';
import { Secret } from '../secrecy/secret.js';
import { submission, testQueue, useTestJobs, type SubmissionChanges } from '../testing/index.js';
import { Webhooks } from '../webhooks/webhooks.js';
import { readJobOutput } from './events.js';
import { macOfIdentity } from '../secrecy/job-identity.js';
import type { ClaimOutcome } from './types.js';

/*
 * A writer of Redis who has no key of NAAS_ENCRYPTION_KEY tries everything here. He is a caller too: the owner
 * `mallory` is his. Nothing may be shown to him that is not his own, and no job may be run that was not
 * submitted so.
 */

const here = useTestJobs({ contexts: ['default', 'other'], isFlushed: true });
const queue = testQueue(here);

const secret = 'hunter2-of-alice';
const result = 'running config of alice';
const alice = (changes: SubmissionChanges = {}) =>
  submission({ owner: ['alice'], credentials: { password: new Secret(secret) }, ...changes });
const mallory = (changes: SubmissionChanges = {}) => submission({ owner: ['mallory'], ...changes });
const config = (changes: SubmissionChanges = {}) =>
  alice({ ...changes, request: { kind: 'send-config', commands: ['hostname r1'], ...changes.request } });

const set = (jobId: string, ...pairs: (string | Buffer)[]) => here.redis.hset(keys.job(jobId), ...pairs);

/** Copies fields of one record over those of another. */
async function copy(from: string, to: string, ...fields: string[]): Promise<void> {
  const values = await here.redis.hmgetBuffer(keys.job(from), ...fields);
  await set(to, ...fields.flatMap((field, index) => [field, values[index] ?? '']));
}

const output = (text: string) => ({
  command: text,
  output: text,
  refused: false,
  startedAt: new Date(0),
  durationMs: 5,
});

/** A finished job of alice with two outputs. */
async function finished(job = alice({ request: { commands: ['a', 'b'] } })): Promise<string> {
  await queue.submit(job);
  const claimed = await queue.claimNext();
  await here.jobs.emit(claimed, 0, output(result));
  await here.jobs.emit(claimed, 1, output(`second ${result}`));
  await here.jobs.finish(claimed, { status: 'finished' });
  return job.jobId;
}

/** All that can be read of a job, in every way. */
async function everything(jobId: string, owner: string): Promise<string> {
  const { jobs } = await here.jobs.list({ owner: [owner], page: 1, perPage: 100 });
  const outputs = await Promise.all(
    [0, 1].map((index) => readJobOutput(here, jobId, index).catch((error: unknown) => String(error))),
  );
  return JSON.stringify([
    await here.jobs.get(jobId),
    await here.jobs.peek(jobId),
    await here.jobs.requestOf(jobId).catch((error: unknown) => String(error)),
    jobs.filter((job) => job.result.job_id === jobId),
    outputs,
  ]);
}

const claimNext = async (): Promise<ClaimOutcome> => here.jobs.claim(await queue.next(), 'worker-1');

/** Whether nothing of the job was given to the worker; a job that cannot run ends as failed. */
async function isRefused(): Promise<string> {
  const claim = await claimNext();
  if (claim.outcome !== 'unusable') return claim.outcome;
  expect(JSON.stringify(claim)).not.toContain(secret);
  expect(claim.message).toMatch(/[Nn]othing was sent to the device|was not run/);
  const { code, message } = claim;
  await here.jobs.finish(claim, { status: 'failed', code, message });
  return code;
}

const identityChanges: readonly (readonly [string, readonly [string, string]])[] = [
  ['owner', ['owner', 'mallory']],
  ['host', ['host', '203.0.113.66']],
  ['port', ['port', '2222']],
  ['context', ['context', 'other']],
  ['kind', ['kind', 'send-command-structured']],
  ['kind to one that changes the device', ['kind', 'send-config']],
  ['platform', ['platform', 'juniper_junos']],
  ['tags', ['tags', '{"site":"here"}']],
  ['batch', ['batch_id', randomUUID()]],
  ['time of acceptance', ['accepted_at', `${Date.now() + 1000}`]],
];

describe.each(identityChanges)('a change of %s', (_, change) => {
  test('keeps a waiting job from running', async () => {
    const job = alice();
    await queue.submit(job);
    await set(job.jobId, ...change);
    expect(await isRefused()).toBe('UNKNOWN');
    expect(await here.jobs.get(job.jobId)).toBeNull();
  });

  test.each(['the MAC stays', 'the MAC is removed', "the MAC is a stranger's", 'the MAC is cut'])(
    'shows nothing of a finished job when %s',
    async (how) => {
      const jobId = await finished();
      await set(jobId, ...change);
      if (how === 'the MAC is removed') await here.redis.hdel(keys.job(jobId), 'mac');
      if (how === 'the MAC is cut') await set(jobId, 'mac', 'AAAAAAA');
      if (how === "the MAC is a stranger's") {
        const stranger = new KeyRing(Buffer.alloc(32, 9).toString('base64'));
        await set(jobId, 'mac', macOfIdentity(stranger, 'anything'));
      }
      for (const owner of ['mallory', 'alice']) {
        const text = await everything(jobId, owner);
        expect(text).not.toContain(result);
        expect(text).not.toContain('"owner":"mallory"');
      }
    },
  );
});

test.each([
  ['device', 'default:203.0.113.66:22'],
  ['changes_device', '1'],
])('a change of %s, which the scripts go by, keeps a job from running', async (field, value) => {
  const job = alice();
  await queue.submit(job);
  await set(job.jobId, field, value);
  expect(await isRefused()).toBe('UNKNOWN');
});

test('a configuration job declared to change nothing is not run', async () => {
  const job = config();
  await queue.submit(job);
  await set(job.jobId, 'changes_device', '0');
  expect(await isRefused()).toBe('UNKNOWN');
});

describe('sealed fields copied between jobs', () => {
  test.each([
    ['credentials'],
    ['payload'],
    ['payload', 'credentials'],
    ['payload', 'credentials', 'mac', 'accepted_at', 'owner', 'host', 'port', 'platform', 'tags'],
  ])('%s %s: a job of another caller does not run with them', async (...fields) => {
    const [own, victim] = [mallory(), alice({ request: { host: '192.0.2.2' } })];
    await queue.submit(victim);
    await queue.submit(own);
    await queue.next();
    await copy(victim.jobId, own.jobId, ...fields);
    expect(await isRefused()).toBe('UNKNOWN');
    expect(await everything(own.jobId, 'mallory')).not.toContain('alice');
  });

  test('the payload of a read job does not run as configuration', async () => {
    const [read, push] = [alice(), config()];
    await queue.submit(read);
    await queue.next();
    await queue.submit(push);
    await copy(read.jobId, push.jobId, 'payload');
    expect(await isRefused()).toBe('UNKNOWN');
  });

  test('fields of one job exchanged for one another do not open', async () => {
    const job = alice();
    await queue.submit(job);
    await copy(job.jobId, job.jobId, 'payload');
    const [payload, credentials] = await here.redis.hmgetBuffer(
      keys.job(job.jobId),
      'payload',
      'credentials',
    );
    await set(job.jobId, 'payload', credentials ?? '', 'credentials', payload ?? '');
    expect(await isRefused()).toBe('UNKNOWN');
  });

  test('outputs are not shown as those of another job', async () => {
    const victim = await finished();
    const own = await finished(mallory());
    await here.redis.del(keys.outputs(own));
    for (const sealed of await here.redis.lrangeBuffer(keys.outputs(victim), 0, -1)) {
      await here.redis.rpush(keys.outputs(own), sealed);
    }
    expect(await everything(own, 'mallory')).not.toContain(result);
    expect((await here.jobs.get(own))?.result).toMatchObject({
      outputs: null,
      results: null,
      error: expect.stringMatching(/cannot be shown/),
    });
  });

  test('a whole record under another id is no job', async () => {
    const victim = alice();
    await queue.submit(victim);
    const id = randomUUID();
    await here.redis.copy(keys.job(victim.jobId), keys.job(id));
    await queue.next();
    await here.redis.rpush(keys.queueWaiting('default'), `${id}.1`);
    expect(await isRefused()).toBe('UNKNOWN');
    expect(await here.jobs.get(id)).toBeNull();
  });
});

describe('a finished job', () => {
  test.each(['credentials', 'payload', 'webhook'])('does not show its %s as its error', async (field) => {
    const job = alice({ webhook: { url: 'https://example.net/secret-path', secret: null } });
    await queue.submit(job);
    const copied = await here.redis.hgetBuffer(keys.job(job.jobId), field);
    const claimed = await queue.claimNext();
    await here.jobs.finish(claimed, { status: 'failed', code: 'AUTH_FAILURE', message: 'Refused.' });
    await set(job.jobId, 'error', copied ?? '');
    await here.redis.rpush(keys.outputs(job.jobId), copied ?? '');
    const shown = await everything(job.jobId, 'alice');
    expect(shown).toContain('AUTH_FAILURE');
    for (const text of [secret, 'secret-path']) expect(shown).not.toContain(text);
  });

  test('does not show an output as that of another index', async () => {
    const jobId = await finished();
    const second = await here.redis.lindexBuffer(keys.outputs(jobId), 1);
    await here.redis.lset(keys.outputs(jobId), 0, second ?? '');
    expect((await here.jobs.get(jobId))?.result).toMatchObject({ outputs: null, results: null });
    await expect(readJobOutput(here, jobId, 0)).rejects.toThrow(/damaged/);
  });

  test('is not listed for a caller into whose index it was put, nor in his batch', async () => {
    const jobId = await finished();
    await here.redis.zadd(keys.index('owner:mallory'), 1, jobId);
    const batchId = randomUUID();
    await here.redis.hset(keys.batch(batchId), 'owner', 'mallory', 'created_at', 1, 'total', 1);
    await here.redis.rpush(keys.batchJobs(batchId), jobId);
    expect((await here.jobs.list({ owner: ['mallory'], page: 1, perPage: 10 })).jobs).toEqual([]);
    expect((await here.jobs.batch(batchId))?.jobs).toEqual([]);
  });

  test('is not given to a caller whose idempotency key was made to lead to it', async () => {
    const victim = await finished();
    await queue.submit(mallory({ idempotencyKey: 'once' }));
    const [entry = ''] = await here.redis.keys(keys.idempotency('*'));
    const body = (await here.redis.get(entry))?.split('|')[1] ?? '';
    await here.redis.set(entry, `${victim}|${body}`);
    await expect(here.jobs.submit(mallory({ idempotencyKey: 'once' }))).rejects.toThrow(/another caller/);
  });
});

test('a webhook copied to another job is not called', async () => {
  const victim = alice({ webhook: { url: 'https://example.net/secret-path', secret: null } });
  const own = mallory({ webhook: { url: 'https://example.org', secret: null } });
  await queue.submit(victim);
  await queue.submit(own);
  await copy(victim.jobId, own.jobId, 'webhook');
  await here.jobs.cancel(own.jobId);
  const { due } = await new Webhooks(here).lease(10, 1000);
  expect(due.map(({ jobId, webhook }) => [jobId, webhook])).toEqual([[own.jobId, null]]);
});

describe('an old record put back', () => {
  const hourMs = 3_600_000;
  afterEach(() => jest.restoreAllMocks());

  /** Puts a job that was accepted some time ago into the queue again, with all that it had. */
  async function putBack(ageMs: number, fields: readonly string[] = []): Promise<string> {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - ageMs);
    const job = config();
    await queue.submit(job);
    clock.mockRestore();
    // The time at which Redis put it into the queue is a field like any other.
    await set(job.jobId, 'enqueued_at', `${Date.now()}`, ...fields);
    return job.jobId;
  }

  test('is not run later than JOB_MAX_QUEUE_AGE and a minute after its submit', async () => {
    const jobId = await putBack(hourMs + 61_000);
    expect(await isRefused()).toBe('EXPIRED');
    expect((await here.jobs.get(jobId))?.result).toMatchObject({ status: 'failed', error_code: 'EXPIRED' });
  });

  test('is not run then with a younger time of acceptance either', async () => {
    await putBack(hourMs + 61_000, ['accepted_at', `${Date.now()}`]);
    expect(await isRefused()).toBe('UNKNOWN');
  });

  test('has the same time whatever number of runs it claims to have had, but for one more wait', async () => {
    await putBack(2 * hourMs + 61_000, ['claims', '2']);
    expect(await isRefused()).toBe('EXPIRED');
  });

  test('is run while it could still be waiting', async () => {
    await putBack(hourMs - 61_000);
    expect(await isRefused()).toBe('run');
  });
});
