import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { commandBody } from '../testing/bodies.js';
import { openStream, type TestStream } from '../testing/open-stream.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
  api = await startTestApi({ RATE_LIMIT_ENABLED: 'false', ...settings });
}
afterEach(() => api.close());

async function submit(): Promise<string> {
  return String(
    (await api.ask('/v2/send-command', { json: { ...commandBody, commands: [`show ${randomUUID()}`] } }))
      .json['job_id'],
  );
}

const stream = (jobId: string, lastId?: string): Promise<TestStream> =>
  openStream(`${api.url}/v2/jobs/${jobId}/stream`, { lastId });

/** Wake channels of jobs that have subscribers. */
const channels = async (): Promise<readonly string[]> =>
  (await api.worker.redis.pubsub('CHANNELS', keys.wake('*'))) as readonly string[]; // a list of names

/** Number of open streams, according to the API's metrics. */
async function open(): Promise<number> {
  const { text } = await api.ask('/metrics', { as: null });
  return Number(/^naas_event_streams (\d+)/m.exec(text)?.[1]);
}

test('streams whose clients disconnect leave no stream count and no subscription', async () => {
  await start();
  const jobIds = await Promise.all(Array.from({ length: 20 }, submit));
  const streams = await Promise.all(
    Array.from({ length: 200 }, (_, index) => stream(jobIds[index % 20] ?? '')),
  );
  await Promise.all(streams.map(({ next }) => next()));
  expect([await open(), (await channels()).length]).toEqual([200, 20]);
  for (const { disconnect } of streams) disconnect();
  while ((await open()) > 0 || (await channels()).length > 0);
});

test('429 when SSE_MAX_CONNECTIONS streams are open, until one ends', async () => {
  await start({ SSE_MAX_CONNECTIONS: '1' });
  const jobId = await submit();
  const first = await stream(jobId);
  await first.next();
  const refused = await api.ask(`/v2/jobs/${jobId}/stream`);
  expect(refused).toMatchObject({ status: 429, json: { code: 'TOO_MANY_STREAMS' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  first.disconnect();
  while ((await open()) > 0);
  expect((await stream(jobId)).status).toBe(200);
});

test('a HEAD request does not stay counted as an open stream', async () => {
  await start({ SSE_MAX_CONNECTIONS: '1' });
  const jobId = await submit();
  for (let count = 0; count < 3; count += 1) {
    expect((await api.ask(`/v2/jobs/${jobId}/stream`, { method: 'HEAD' })).status).toBe(200);
    while ((await open()) > 0);
  }
});

test('a stream ends with the event timeout after SSE_TIMEOUT', async () => {
  await start({ SSE_TIMEOUT: '1' });
  const jobId = await submit();
  expect(await (await stream(jobId)).rest()).toMatchObject([
    { event: 'status' },
    { event: 'timeout', data: { job_id: jobId } },
  ]);
});

test('a stop ends the streams at once; clients get the missed events afterwards', async () => {
  await start();
  const streams = await Promise.all(Array.from({ length: 20 }, async () => stream(await submit())));
  await Promise.all(streams.map(({ next }) => next()));
  const startedAt = performance.now();
  await api.stop();
  expect(await Promise.all(streams.map(({ rest }) => rest()))).toEqual(Array(20).fill([]));
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('a job that ends during an outage of Redis ends its stream when Redis is back', async () => {
  await start();
  const jobId = await submit();
  const { next, rest } = await stream(jobId);
  await next();
  await api.worker.redis.client('KILL', 'TYPE', 'PUBSUB');
  await api.worker.jobs.cancel(jobId);
  expect(await rest()).toMatchObject([
    { event: 'status', data: { status: 'cancelled' } },
    { event: 'result' },
  ]);
});

test('a stream survives a restart of Redis', async () => {
  await start();
  const jobId = await submit();
  const { next, rest } = await stream(jobId);
  await next();
  await api.redis.kill();
  await api.redis.start();
  await api.worker.jobs.cancel(jobId);
  expect((await rest()).at(-1)).toMatchObject({ event: 'result', data: { status: 'cancelled' } });
});

test('503 for a stream that is opened while Redis is away', async () => {
  await start();
  const jobId = await submit();
  await api.redis.kill();
  expect(await api.ask(`/v2/jobs/${jobId}/stream`)).toMatchObject({
    status: 503,
    json: { code: 'BACKEND_UNAVAILABLE' },
  });
  await api.redis.start();
});
