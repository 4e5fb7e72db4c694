import { NaasClient, type JobStatus } from './index.js';
import {
  errorAnswer,
  failedJob,
  finishedJob,
  jobOutput,
  jobResult,
  ok,
  startTestApi,
  testJobId,
  type TestApi,
} from './testing/index.js';

const route = `GET /v2/jobs/${testJobId}`;
const done = ok(finishedJob(jobOutput('show clock', '03:00')));
const timeoutMs = 20_000;

let api: TestApi;
let client: NaasClient;

beforeEach(async () => {
  api = await startTestApi();
  client = new NaasClient({ url: api.url, username: 'ops', password: 'secret', retries: 0 });
});
afterEach(async () => {
  await api.close();
  await client.close();
});

test('asks the API to hold its answer for a minute', async () => {
  api.answer(route, done);
  expect(await client.waitForJob(testJobId, { timeoutMs: 90_000 })).toMatchObject({ status: 'finished' });
  expect(api.requests[0]!.headers.prefer).toBe('wait=60');
});

test('never asks the API to hold its answer longer than the wait may last', async () => {
  api.answer(route, done);
  await client.waitForJob(testJobId, { timeoutMs: 2500 });
  expect(api.requests[0]!.headers.prefer).toBe('wait=3');
});

test('a failed job is a result, not an error', async () => {
  api.answer(route, ok(failedJob()));
  expect(await client.waitForJob(testJobId, { timeoutMs })).toMatchObject({
    status: 'failed',
    error_code: 'AUTH_FAILURE',
  });
});

test('reports each status once, with one request per second', async () => {
  const seen: JobStatus[] = [];
  api.answer(route, ok(jobResult()), ok(jobResult()), ok(jobResult({ status: 'started' })), done);
  await client.waitForJob(testJobId, { timeoutMs, onStatus: (status) => seen.push(status) });
  expect(seen).toEqual(['queued', 'started', 'finished']);
  expect(new Set(api.requests.map(({ headers }) => headers.prefer))).toEqual(new Set(['wait=1']));
});

test('does not flood an API that does not hold its answer', async () => {
  api.answer(route, ok(jobResult()));
  await expect(client.waitForJob(testJobId, { timeoutMs: 900 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(api.requests.length).toBeLessThanOrEqual(2);
});

test('TIMEOUT names the job and says that it continues', async () => {
  api.answer(route, 'silence');
  await expect(client.waitForJob(testJobId, { timeoutMs: 50 })).rejects.toMatchObject({
    code: 'TIMEOUT',
    jobId: testJobId,
    message: expect.stringContaining('continues'),
  });
});

test('survives a restart of the API', async () => {
  api.answer(
    route,
    'reset',
    { status: 502, body: 'Bad Gateway', headers: { 'content-type': 'text/plain' } },
    errorAnswer('BACKEND_UNAVAILABLE'),
    done,
  );
  expect(await client.waitForJob(testJobId, { timeoutMs })).toMatchObject({ status: 'finished' });
});

test('asks for a short answer after a proxy gave up on a long one, then for long ones again', async () => {
  const tooLong = { status: 504, body: 'Gateway Time-out', headers: { 'content-type': 'text/plain' } };
  api.answer(route, tooLong, ok(jobResult({ status: 'started' })), done);
  await client.waitForJob(testJobId, { timeoutMs: 90_000 });
  expect(api.requests.map(({ headers }) => headers.prefer)).toEqual(['wait=60', 'wait=1', 'wait=60']);
});

test('a permanent error ends the wait at once', async () => {
  api.answer(route, errorAnswer('FORBIDDEN'));
  await expect(client.waitForJob(testJobId, { timeoutMs })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  expect(api.requests).toHaveLength(1);
});

test("ends with the reason of the caller's signal", async () => {
  const controller = new AbortController();
  api.answer(route, 'silence');
  const call = client.waitForJob(testJobId, { timeoutMs, signal: controller.signal });
  await api.seen(1);
  controller.abort(new Error('interrupted'));
  await expect(call).rejects.toThrow('interrupted');
});
