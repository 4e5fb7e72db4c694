import { randomUUID } from 'node:crypto';
import {
  isEventId,
  keys,
  readJobEvents,
  readJobOutput,
  reportConnected,
  UnsealError,
  type ClaimedJob,
} from '../index.js';
import { submission, useTestJobs } from '../testing/index.js';

const here = useTestJobs({ contexts: ['default'] });

async function claimedJob(): Promise<ClaimedJob> {
  const jobId = randomUUID();
  await here.jobs.submit(submission({ jobId, owner: [randomUUID()] }));
  const popped = await here.redis.rpop(keys.queueWaiting('default'));
  const claim = await here.jobs.claim(popped ?? '', 'test-worker');
  if (claim.outcome !== 'run') throw new Error('not claimed');
  return claim.job;
}

/** The id of a finished job with one output. */
async function finishedJob(): Promise<string> {
  const job = await claimedJob();
  await reportConnected(here.redis, job, { platform: 'cisco_ios', isReused: false });
  await here.jobs.emit(job, 0, {
    command: 'show version',
    output: 'IOS 15',
    refused: false,
    startedAt: new Date(0),
    durationMs: 5,
  });
  await here.jobs.finish(job, { status: 'finished' });
  return job.jobId;
}

test('the events of a job are in order, with ids that increase', async () => {
  const events = await readJobEvents(here.redis, await finishedJob(), null);
  expect(events).toMatchObject([
    { type: 'status', status: 'queued' },
    { type: 'status', status: 'started' },
    { type: 'connected', platform: 'cisco_ios', isReused: false },
    { type: 'output', index: 0 },
    { type: 'status', status: 'finished' },
  ]);
  expect(events.every(({ id }) => isEventId(id))).toBe(true);
});

test('only the events after a given one are returned', async () => {
  const jobId = await finishedJob();
  const [, started, connected, output, finished] = await readJobEvents(here.redis, jobId, null);
  expect(await readJobEvents(here.redis, jobId, started?.id ?? '')).toEqual([connected, output, finished]);
  expect(await readJobEvents(here.redis, jobId, connected?.id ?? '')).toEqual([output, finished]);
  expect(await readJobEvents(here.redis, jobId, finished?.id ?? '')).toEqual([]);
});

test('only the holder of the claim can report a connection, and only until the job has ended', async () => {
  const job = await claimedJob();
  const connection = { platform: 'cisco_ios', isReused: true };
  expect(await reportConnected(here.redis, { ...job, token: 'another' }, connection)).toBe('lost');
  await here.jobs.cancel(job.jobId);
  expect(await reportConnected(here.redis, job, connection)).toBe('cancel');
  await here.jobs.finish(job, { status: 'cancelled', message: 'x' });
  expect(await reportConnected(here.redis, job, connection)).toBe('lost');
  expect(
    (await readJobEvents(here.redis, job.jobId, null)).filter(({ type }) => type === 'connected'),
  ).toMatchObject([connection]);
});

test('an output is read by its number, and is null when it does not exist', async () => {
  const jobId = await finishedJob();
  expect(await readJobOutput(here, jobId, 0)).toMatchObject({ command: 'show version', output: 'IOS 15' });
  expect(await readJobOutput(here, jobId, 1)).toBeNull();
});

test('an output copied to another job cannot be opened there', async () => {
  const [jobId, other] = [await finishedJob(), randomUUID()];
  await here.redis.copy(keys.outputs(jobId), keys.outputs(other));
  await expect(readJobOutput(here, other, 0)).rejects.toThrow(UnsealError);
});

test.each(['', '5', '5-', '-1', '1-2-3', 'abc-1', `1-${'9'.repeat(20)}`])(
  '%j is not the id of an event',
  (text) => {
    expect(isEventId(text)).toBe(false);
  },
);
