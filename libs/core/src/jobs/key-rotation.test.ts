import { keys } from '../keys.js';
import type { ClaimedJob, Submission } from './types.js';
import { submission, useTestJobs, type TestJobs } from '../testing/index.js';

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const oldKey = keyOf(1);
const newKey = keyOf(2);

const here = useTestJobs({ contexts: ['default'], isFlushed: true });
/** Processes before the change of the key, during it, and after the old one was removed. */
let before: TestJobs;
let during: TestJobs;
let after: TestJobs;
beforeAll(() => {
  const open = (setting: string) => here.open({ NAAS_ENCRYPTION_KEY: setting });
  [before, during, after] = [open(oldKey), open(`${newKey},${oldKey}`), open(newKey)];
});

const ownerOf = ({ keyRing }: TestJobs) => keyRing.hashes('basic:admin');
const submit = async (
  client: TestJobs,
  changes: Partial<Omit<Submission, 'request' | 'credentials'>> = {},
  commands = ['show version'],
) => {
  const outcome = await client.jobs.submit(
    submission({ owner: ownerOf(client), ...changes, request: { commands } }),
  );
  if (!('jobId' in outcome)) throw new Error(`refused: ${outcome.outcome}`);
  return outcome;
};
const nextEntry = async (): Promise<string> => (await before.redis.rpop(keys.queueWaiting('default'))) ?? '';
const output = (text: string) => ({
  command: 'show version',
  output: text,
  refused: false,
  startedAt: new Date(0),
  durationMs: 5,
});

async function claim(client: TestJobs): Promise<ClaimedJob> {
  const claimed = await client.jobs.claim(await nextEntry(), 'worker');
  if (claimed.outcome !== 'run') throw new Error(`not claimed: ${JSON.stringify(claimed)}`);
  return claimed.job;
}

describe('while the old key is still in the list', () => {
  test('an older job can be run and read, with outputs of both keys', async () => {
    const { jobId } = await submit(before, {}, ['show version', 'show clock']);
    const job = await claim(during);
    expect([job.request.commands, job.credentials.password.reveal()]).toEqual([
      ['show version', 'show clock'],
      'lab-password',
    ]);
    await before.jobs.emit(job, 0, output('of the old key'));
    await during.jobs.emit(job, 1, output('of the new key'));
    await during.jobs.finish(job, { status: 'finished' });
    expect((await during.jobs.get(jobId))?.result.outputs?.map((one) => one.output)).toEqual([
      'of the old key',
      'of the new key',
    ]);
  });

  test('an owner finds older and newer jobs in one list', async () => {
    const ids = [await submit(before, {}, ['a']), await submit(during, {}, ['b'])].map(({ jobId }) => jobId);
    const { jobs, total } = await during.jobs.list({ owner: ownerOf(during), page: 1, perPage: 10 });
    expect([total, new Set(jobs.map(({ result }) => result.job_id))]).toEqual([2, new Set(ids)]);
    for (const { owner } of jobs) expect(ownerOf(during)).toContain(owner);
  });

  test('an older idempotency key gives the older job, and its body is compared', async () => {
    const first = await submit(before, { idempotencyKey: 'once' }, ['a']);
    expect(await submit(during, { idempotencyKey: 'once' }, ['a'])).toMatchObject({
      outcome: 'idempotent',
      jobId: first.jobId,
    });
    expect(
      await during.jobs.submit(
        submission({ owner: ownerOf(during), idempotencyKey: 'once', request: { commands: ['b'] } }),
      ),
    ).toMatchObject({ outcome: 'IDEMPOTENCY_MISMATCH' });
  });

  test('an equal older read job in flight is returned, until it has ended', async () => {
    const first = await submit(before);
    expect(await submit(during)).toMatchObject({ outcome: 'deduplicated', jobId: first.jobId });
    await during.jobs.finish(await claim(during), { status: 'finished' });
    expect(await submit(during)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('after the old key was removed', () => {
  test('a waiting older job fails with a reason, and the next one runs', async () => {
    const { jobId } = await submit(before);
    const next = await submit(after, {}, ['show clock']);
    const claimed = await after.jobs.claim(await nextEntry(), 'worker');
    if (claimed.outcome !== 'unusable') throw new Error(claimed.outcome);
    expect(claimed.message).toMatch(
      /sealed with a key that is not in NAAS_ENCRYPTION_KEY.*Nothing was sent to the device/,
    );
    await after.jobs.finish(claimed, { status: 'failed', code: claimed.code, message: claimed.message });
    expect((await after.jobs.get(jobId))?.result).toMatchObject({ status: 'failed', error: claimed.message });
    expect((await claim(after)).jobId).toBe(next.jobId);
  });

  test('an ended older job is shown without its outputs, with a reason', async () => {
    const { jobId } = await submit(before);
    const job = await claim(before);
    await before.jobs.emit(job, 0, output('lost'));
    await before.jobs.finish(job, { status: 'finished' });
    expect((await after.jobs.get(jobId))?.result).toMatchObject({
      status: 'finished',
      outputs: null,
      results: null,
      error: expect.stringMatching(/key that is no longer in NAAS_ENCRYPTION_KEY/),
    });
  });

  test("an older job is nobody's: its owner can no longer be proven", async () => {
    const { jobId } = await submit(before);
    expect([(await after.jobs.get(jobId))?.owner, (await after.jobs.peek(jobId))?.owner]).toEqual(['', '']);
  });

  test('a list has older and newer jobs', async () => {
    await submit(before, {}, ['a']);
    await before.jobs.finish(await claim(before), {
      status: 'failed',
      code: 'SSH_ERROR',
      message: 'sealed by the old key',
    });
    await submit(after, {}, ['b']);
    const { jobs } = await after.jobs.list({ owner: null, page: 1, perPage: 10 });
    // Both may have been accepted within one millisecond; then their ids decide the order.
    expect(jobs.map(({ result }) => result.status).sort()).toEqual(['failed', 'queued']);
  });
});
