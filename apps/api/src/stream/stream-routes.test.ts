import { randomUUID } from 'node:crypto';
import { keys, reportConnected, type ClaimedJob } from '@naas/core';
import { commandBody, outputOf } from '../testing/bodies.js';
import { openStream, type TestStream } from '../testing/open-stream.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_ENABLED: 'false' });
});
afterAll(() => api.close());

async function submit(): Promise<string> {
  return String(
    (await api.ask('/v2/send-command', { json: { ...commandBody, commands: [`show ${randomUUID()}`] } }))
      .json['job_id'],
  );
}

/** Claims the next job, as a worker does. */
async function claim(): Promise<ClaimedJob> {
  const claimed = await api.worker.jobs.claim(
    (await api.worker.redis.lpop(keys.queueWaiting('default'))) ?? '',
    'test-worker',
  );
  if (claimed.outcome !== 'run') throw new Error('not claimed');
  return claimed.job;
}

/** Runs a job that has these outputs and finishes; returns its id. */
async function finished(...texts: string[]): Promise<string> {
  const jobId = await submit();
  const job = await claim();
  for (const [index, text] of texts.entries()) await api.worker.jobs.emit(job, index, outputOf(text));
  await api.worker.jobs.finish(job, { status: 'finished' });
  return jobId;
}

const stream = (jobId: string, options: Parameters<typeof openStream>[1] = {}): Promise<TestStream> =>
  openStream(`${api.url}/v2/jobs/${jobId}/stream`, options);
const status = (jobId: string, now: string) => ({ event: 'status', data: { job_id: jobId, status: now } });

test('200 with each status and output as it happens, then the result, then the end of the stream', async () => {
  const jobId = await submit();
  const { status: code, headers, next, rest } = await stream(jobId);
  expect([
    code,
    headers.get('content-type'),
    headers.get('cache-control'),
    headers.get('x-accel-buffering'),
  ]).toEqual([200, 'text/event-stream', 'no-cache', 'no']);
  expect(await next()).toMatchObject(status(jobId, 'queued'));
  const job = await claim();
  expect(await next()).toMatchObject(status(jobId, 'started'));
  await api.worker.jobs.emit(job, 0, outputOf('IOS 15'));
  expect(await next()).toMatchObject({
    event: 'output',
    data: { job_id: jobId, index: 0, command: 'show version', output: 'IOS 15' },
  });
  await api.worker.jobs.finish(job, { status: 'finished' });
  const result = (await api.ask(`/v2/jobs/${jobId}`)).json;
  expect(await rest()).toMatchObject([status(jobId, 'finished'), { event: 'result', data: result }]);
});

test('an output that can no longer be decrypted does not break the stream; the result says so', async () => {
  const [jobId, other] = [await finished('IOS 15'), await finished('IOS 16')];
  await api.worker.redis.copy(keys.outputs(other), keys.outputs(jobId), 'REPLACE');
  const events = await (await stream(jobId)).rest();
  expect(events).toMatchObject([
    status(jobId, 'finished'),
    { event: 'result', data: { outputs: null, error: expect.stringContaining('NAAS_ENCRYPTION_KEY') } },
  ]);
});

test('connected comes before the first output, for early, late and reconnecting clients', async () => {
  const jobId = await submit();
  const early = await stream(jobId);
  const job = await claim();
  const report = (isReused: boolean) =>
    reportConnected(api.worker.redis, job, { platform: 'cisco_ios', isReused });
  const connected = (reused: boolean) => ({
    event: 'connected',
    data: { job_id: jobId, platform: 'cisco_ios', reused },
  });
  await report(true);
  while ((await early.next())?.event !== 'connected');
  await report(false);
  const last = await early.next();
  expect(last).toMatchObject(connected(false));
  await api.worker.jobs.emit(job, 0, outputOf('a'));
  await api.worker.jobs.finish(job, { status: 'finished' });
  const rest = [{ event: 'output' }, status(jobId, 'finished'), { event: 'result' }];
  expect(await early.rest()).toMatchObject(rest);
  expect(await (await stream(jobId, { lastId: last?.id })).rest()).toMatchObject(rest);
  expect(await (await stream(jobId)).rest()).toMatchObject([
    status(jobId, 'finished'),
    connected(false),
    { event: 'output' },
    { event: 'result' },
  ]);
});

test.each(['send-command', 'send-command-structured', 'send-config'])(
  '200 for the stream of any job under %s',
  async (kind) => {
    const jobId = await finished();
    const { status: code, rest } = await openStream(`${api.url}/v2/${kind}/${jobId}/stream`);
    expect([code, await rest()]).toMatchObject([200, [status(jobId, 'finished'), { event: 'result' }]]);
  },
);

test('200 with the current status, the outputs and the result for a job that has ended', async () => {
  const jobId = await finished('a', 'b');
  const events = await (await stream(jobId)).rest();
  expect(events).toMatchObject([
    status(jobId, 'finished'),
    { event: 'output', data: { output: 'a' } },
    { event: 'output', data: { output: 'b' } },
    { event: 'result', data: { status: 'finished' } },
  ]);
});

test('a client that reconnects gets the missed events, after any event', async () => {
  const jobId = await finished('a', 'b');
  const events = await (await stream(jobId)).rest();
  for (const [index, { id }] of events.entries()) {
    const outputs = (await (await stream(jobId, { lastId: id })).rest()).filter(
      ({ event }) => event === 'output',
    );
    expect(outputs).toEqual(events.slice(index + 1).filter(({ event }) => event === 'output'));
  }
});

test('a client that reconnects after the last event gets only the result', async () => {
  const jobId = await finished('a');
  const last = (await (await stream(jobId)).rest()).at(-1);
  expect(await (await stream(jobId, { lastId: last?.id })).rest()).toEqual([last]);
});

test('a client can reconnect to another API process', async () => {
  const jobId = await submit();
  const first = await stream(jobId);
  const queued = await first.next();
  first.disconnect();
  const job = await claim();
  const second = await stream(jobId, { lastId: queued?.id });
  expect(await second.next()).toMatchObject(status(jobId, 'started'));
  await api.worker.jobs.finish(job, { status: 'failed', code: 'AUTH_FAILURE', message: 'Refused.' });
  expect(await second.rest()).toMatchObject([
    status(jobId, 'failed'),
    { event: 'result', data: { error_code: 'AUTH_FAILURE' } },
  ]);
});

test('no end is missed when a job ends while its stream opens', async () => {
  const streams = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const jobId = await submit();
      const [opened] = await Promise.all([stream(jobId), api.worker.jobs.cancel(jobId)]);
      return (await opened.rest()).map(({ event }) => event).at(-1);
    }),
  );
  expect(streams).toEqual(Array(50).fill('result'));
});

test('an event has at most 256 KiB of output, and says that it was truncated', async () => {
  const text = 'é'.repeat(200_000);
  const jobId = await finished(text);
  const [, output, result] = await (await stream(jobId)).rest();
  expect(output?.data).toMatchObject({ output: 'é'.repeat(131_072), truncated: true });
  expect(result?.data).toMatchObject({
    outputs: [{ output: 'é'.repeat(65_536) }],
    results: { 'show version': 'é'.repeat(65_536) },
    truncated: true,
  });
});

test.each(['soon', '1', '1-x', `1-${'9'.repeat(30)}`])('400 for the Last-Event-ID %s', async (lastId) => {
  expect(
    await api.ask(`/v2/jobs/${await submit()}/stream`, { headers: { 'last-event-id': lastId } }),
  ).toMatchObject({ status: 400, json: { code: 'INVALID_REQUEST' } });
});

test("403 for a stream of another caller's job, 404 for an unknown job", async () => {
  expect((await api.ask(`/v2/jobs/${await submit()}/stream`, { as: 'other:secret' })).status).toBe(403);
  expect((await api.ask(`/v2/jobs/${randomUUID()}/stream`)).status).toBe(404);
  expect((await api.ask('/v2/jobs/x/stream')).status).toBe(404);
});

test('200 without a body for HEAD, at once', async () => {
  const {
    status: code,
    headers,
    text,
  } = await api.ask(`/v2/jobs/${await submit()}/stream`, { method: 'HEAD' });
  expect([code, headers.get('content-type'), text]).toEqual([200, 'text/event-stream', '']);
});

test('405 for another method', async () => {
  expect((await api.ask(`/v2/jobs/${await submit()}/stream`, { method: 'DELETE' })).status).toBe(405);
});

test('200 with status and result for a job whose events have expired', async () => {
  const jobId = await finished('a');
  await api.worker.redis.del(keys.events(jobId));
  expect(await (await stream(jobId)).rest()).toMatchObject([
    status(jobId, 'finished'),
    { event: 'result', data: { outputs: [{ output: 'a' }] } },
  ]);
});

describe('a batch', () => {
  const submitBatch = async (): Promise<{ readonly batchId: string; readonly jobIds: readonly string[] }> => {
    const devices = [{ host: '192.0.2.1' }, { host: '192.0.2.2' }];
    const { json } = await api.ask('/v2/send-command/batch', {
      json: { commands: [`show ${randomUUID()}`], devices },
    });
    // The contract defines the type.
    return { batchId: String(json['batch_id']), jobIds: json['job_ids'] as string[] };
  };
  const streamOf = (batchId: string, options: Parameters<typeof openStream>[1] = {}): Promise<TestStream> =>
    openStream(`${api.url}/v2/batches/${batchId}/stream`, options);

  test('200 with the status of each job as it changes, then the state of the batch', async () => {
    const {
      batchId,
      jobIds: [first = '', second = ''],
    } = await submitBatch();
    const { next, rest } = await streamOf(batchId);
    expect([await next(), await next()]).toMatchObject([status(first, 'queued'), status(second, 'queued')]);
    const job = await claim();
    expect(await next()).toMatchObject(status(job.jobId, 'started'));
    await api.worker.jobs.finish(job, { status: 'finished' });
    expect(await next()).toMatchObject(status(job.jobId, 'finished'));
    const other = job.jobId === first ? second : first;
    await api.worker.jobs.cancel(other);
    expect(await rest()).toMatchObject([
      status(other, 'cancelled'),
      {
        event: 'result',
        data: { batch_id: batchId, total: 2, completed: 1, cancelled: 1, status: 'partial_failure' },
      },
    ]);
  });

  test('200 at once when all jobs have ended; 403 for another caller; 404 for an unknown batch', async () => {
    const { batchId, jobIds } = await submitBatch();
    await api.worker.jobs.cancelAll(jobIds);
    expect(await (await streamOf(batchId)).rest()).toMatchObject([
      ...jobIds.map((id) => status(id, 'cancelled')),
      { event: 'result', data: { status: 'cancelled' } },
    ]);
    expect((await api.ask(`/v2/batches/${batchId}/stream`, { as: 'other:secret' })).status).toBe(403);
    expect((await api.ask(`/v2/batches/${randomUUID()}/stream`)).status).toBe(404);
  });
});
