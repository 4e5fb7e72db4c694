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
import {
  openJobs,
  serveContexts,
  startTestRedis,
  submission,
  type TestJobs,
  type TestRedis,
} from '../testing/index.js';

let server: TestRedis;
let here: TestJobs;
beforeAll(async () => {
  server = await startTestRedis();
  here = openJobs(server.url);
  await serveContexts(here.redis, 'default');
});
afterAll(async () => {
  await here.close();
  await server.close();
});

async function claimedJob(): Promise<ClaimedJob> {
  const jobId = randomUUID();
  await here.jobs.submit(submission({ jobId, owner: [randomUUID()] }));
  const popped = await here.redis.rpop(keys.queueWaiting('default'));
  const claim = await here.jobs.claim(popped ?? '', 'test-worker');
  if (claim.outcome !== 'run') throw new Error('not claimed');
  return claim.job;
}

/** A job that has given one output and finished; its id. */
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

test('the events of a job are told in order, with ids that grow', async () => {
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

test('after an event, only those that followed it are told', async () => {
  const jobId = await finishedJob();
  const [, started, connected, output, finished] = await readJobEvents(here.redis, jobId, null);
  expect(await readJobEvents(here.redis, jobId, started?.id ?? '')).toEqual([connected, output, finished]);
  expect(await readJobEvents(here.redis, jobId, connected?.id ?? '')).toEqual([output, finished]);
  expect(await readJobEvents(here.redis, jobId, finished?.id ?? '')).toEqual([]);
});

test('whoever has lost the claim cannot tell of a session, nor can anybody once the job has ended', async () => {
  const job = await claimedJob();
  const session = { platform: 'cisco_ios', isReused: true };
  expect(await reportConnected(here.redis, { ...job, token: 'another' }, session)).toBe('lost');
  await here.jobs.cancel(job.jobId);
  expect(await reportConnected(here.redis, job, session)).toBe('cancel');
  await here.jobs.finish(job, { status: 'cancelled', message: 'x' });
  expect(await reportConnected(here.redis, job, session)).toBe('lost');
  expect(
    (await readJobEvents(here.redis, job.jobId, null)).filter(({ type }) => type === 'connected'),
  ).toMatchObject([session]);
});

test('an output is read by its number; null where there is none', async () => {
  const jobId = await finishedJob();
  expect(await readJobOutput(here, jobId, 0)).toMatchObject({ command: 'show version', output: 'IOS 15' });
  expect(await readJobOutput(here, jobId, 1)).toBeNull();
});

test('an output copied to another job does not open there', async () => {
  const [jobId, other] = [await finishedJob(), randomUUID()];
  await here.redis.copy(keys.outputs(jobId), keys.outputs(other));
  await expect(readJobOutput(here, other, 0)).rejects.toThrow(UnsealError);
});

test.each(['', '5', '5-', '-1', '1-2-3', 'abc-1', `1-${'9'.repeat(20)}`])(
  '%j is no id of an event',
  (text) => {
    expect(isEventId(text)).toBe(false);
  },
);
