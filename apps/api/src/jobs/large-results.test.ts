import { basicPrincipal } from '@naas/auth';
import { keys, LargeJob, Secret } from '@naas/core';
import { commandBody } from '../testing/bodies.js';
import { finishedJob, jsonOf, largeOutputs, megabytes, outputNamed } from '../testing/large-job.js';
import { openStream } from '../testing/open-stream.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';
import { truncateResult } from '../stream/truncate.js';
import { Places } from './places.js';
import { resultBody } from './result-body.js';

jest.setTimeout(60_000); // hundreds of megabytes, on whatever machine

let api: TestApi;
let jobId: string;
beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_ENABLED: 'false', JOB_DEDUP_ENABLED: 'false' });
  jobId = await finishedJob(api);
});
afterAll(() => api.close());

/** Number of large results that are being sent, according to the API's metrics. */
const sending = async (): Promise<number> =>
  Number(/^naas_large_results (\d+)/m.exec((await api.ask('/metrics', { as: null })).text)?.[1]);

test('200 with a result of 62 MB, the same as one in memory', async () => {
  const { status, headers, text } = await api.ask(`/v2/jobs/${jobId}`);
  expect([status, headers.get('content-length'), headers.get('cache-control')]).toEqual([
    200,
    null,
    'no-store',
  ]);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(text.length).toBeGreaterThan(110_000_000);
  expect(text === (await jsonOf(api, jobId))).toBe(true); // not toBe(): nobody reads such a difference
  while ((await sending()) > 0);
});

test.each([
  '/v2/send-command/',
  '/v2/send-command-structured/',
  '/v2/send-config/',
  '/v1/jobs/',
  '/v1/send_command/',
])('a large result at %s is the same', async (path) => {
  const other = await finishedJob(api, [outputNamed('show a', megabytes(1))]);
  expect((await api.ask(`${path}${other}`)).text === (await jsonOf(api, other))).toBe(true);
});

test('a small result keeps its Content-Length', async () => {
  const small = await finishedJob(api, [outputNamed('show a', megabytes(0.1))]);
  const { headers, text } = await api.ask(`/v2/jobs/${small}`);
  expect(headers.get('content-length')).toBe(`${Buffer.byteLength(text)}`);
  expect(text).toBe(await jsonOf(api, small));
});

test('200 without a body for HEAD', async () => {
  const { status, headers, text } = await api.ask(`/v2/jobs/${jobId}`, { method: 'HEAD' });
  expect([status, headers.get('content-length'), headers.get('content-type'), text]).toEqual([
    200,
    null,
    'application/json; charset=utf-8',
    '',
  ]);
  while ((await sending()) > 0);
});

test('200 with a large result for a GET that waits, of a job that has ended or ends', async () => {
  const headers = { prefer: 'wait=20' };
  expect((await api.ask(`/v2/jobs/${jobId}`, { headers })).headers.get('preference-applied')).toBe('wait=20');
  const waiting = await api.ask('/v2/send-command', { json: commandBody });
  const answer = api.ask(String(waiting.headers.get('location')), { headers });
  const ended = await api.runNext({ status: 'finished' }, [outputNamed('show a', megabytes(1))]);
  expect((await answer).text === (await jsonOf(api, ended))).toBe(true);
});

test('200 with a large result for a submit that waits', async () => {
  const answer = api.ask('/v2/send-command', { json: commandBody, headers: { prefer: 'wait=20' } });
  const ended = await api.runNext({ status: 'finished' }, [outputNamed('show a', megabytes(1))]);
  const { status, headers, text } = await answer;
  expect([status, headers.get('x-request-id'), headers.get('location')]).toEqual([
    200,
    ended,
    `/v2/jobs/${ended}`,
  ]);
  expect(text === (await jsonOf(api, ended))).toBe(true);
});

test("403 for another caller's large job", async () => {
  expect((await api.ask(`/v2/jobs/${jobId}`, { as: 'other:secret' })).status).toBe(403);
});

test('a damaged output leaves the job without outputs, and an error that says so', async () => {
  const damaged = await finishedJob(api, [outputNamed('show a', megabytes(1)), outputNamed('show b', 'b')]);
  await api.worker.redis.lset(keys.outputs(damaged), 1, 'x'.repeat(100));
  const { status, text, json } = await api.ask(`/v2/jobs/${damaged}`);
  expect([status, text]).toEqual([200, await jsonOf(api, damaged)]);
  expect(json).toMatchObject({ outputs: null, results: null, error: expect.stringContaining('damaged') });
  while ((await sending()) > 0);
});

test('the event result of a large job is that of one in memory, truncated', async () => {
  const { rest } = await openStream(`${api.url}/v2/jobs/${jobId}/stream`);
  const whole = await api.worker.jobs.get(jobId);
  if (!whole) throw new Error('expired');
  expect((await rest()).at(-1)).toMatchObject({ event: 'result', data: truncateResult(whole.result) });
});

test('TOO_MANY_STREAMS with Retry-After when no place becomes free', async () => {
  const found = await api.worker.jobs.find(jobId);
  if (!(found instanceof LargeJob)) throw new Error('not large');
  const credentials = { username: 'admin', password: new Secret('secret') };
  const principal = basicPrincipal(credentials, { keyRing: api.worker.keyRing, role: 'operator' });
  const request = {
    ...{ headers: {}, params: {}, query: {}, body: undefined, queryText: '', requestId: '', principal },
    gone: () => new AbortController().signal,
  };
  const largeResults = new Places(0, () => undefined);
  const services = { largeResults, stopping: AbortSignal.abort() };
  await expect(resultBody(found, request, services)).rejects.toMatchObject({
    code: 'TOO_MANY_STREAMS',
    status: 429,
    headers: { 'Retry-After': '5' },
  });
});

test('the outputs of the tests are as large as they say', () => {
  const bytes = largeOutputs.reduce((sum, { output }) => sum + Buffer.byteLength(output), 0);
  expect(bytes / 1_000_000).toBeCloseTo(62, 0);
});
