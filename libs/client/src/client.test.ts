import { inspect } from 'node:util';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { ClientError, NaasClient, type NaasClientOptions } from './index.js';
import {
  accepted,
  errorAnswer,
  finishedJob,
  health,
  jobOutput,
  jobResult,
  ok,
  startTestApi,
  testJobId,
  type TestApi,
} from './testing/index.js';

const password = 'swordfish-4711';
const body = { host: '192.0.2.1', commands: ['show version'] };
const job = `GET /v2/jobs/${testJobId}`;

let api: TestApi;
let client: NaasClient;

const open = (more: Partial<NaasClientOptions> = {}) =>
  new NaasClient({ url: api.url, username: 'ops', password, ...more });

async function failure(call: Promise<unknown>): Promise<ClientError> {
  const outcome = await call.then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (!(outcome instanceof ClientError)) throw new Error(`no ClientError: ${inspect(outcome)}`);
  return outcome;
}

beforeEach(async () => {
  api = await startTestApi();
  client = open();
});
afterEach(async () => {
  await api.close();
  await client.close();
});

describe('sendCommand', () => {
  test('posts the body with Basic credentials and returns the accepted job', async () => {
    api.answer('POST /v2/send-command', accepted());
    expect(await client.sendCommand(body)).toMatchObject({ job_id: testJobId, queue_position: 1 });
    const [request] = api.requests;
    expect(JSON.parse(request!.body)).toEqual(body);
    expect(request!.headers.authorization).toBe(`Basic ${Buffer.from(`ops:${password}`).toString('base64')}`);
    expect(request!.headers['content-type']).toBe('application/json');
    expect(request!.headers['x-idempotency-key']).toBeUndefined();
    expect(request!.headers.prefer).toBeUndefined();
  });

  test('returns the result when the API held its answer until the end', async () => {
    api.answer('POST /v2/send-command', ok(finishedJob(jobOutput('show version', 'IOS'))));
    expect(await client.sendCommand(body, { waitSeconds: 30 })).toMatchObject({
      status: 'finished',
      results: { 'show version': 'IOS' },
    });
    expect(api.requests[0]!.headers.prefer).toBe('wait=30');
  });

  test('never asks the API to hold its answer longer than the contract allows', async () => {
    api.answer('POST /v2/send-command', accepted());
    await client.sendCommand(body, { waitSeconds: 3600 });
    expect(api.requests[0]!.headers.prefer).toBe('wait=60');
  });
});

describe('sendConfig', () => {
  test('has a new idempotency key each time unless one is given', async () => {
    api.answer('POST /v2/send-config', accepted());
    await client.sendConfig(body);
    await client.sendConfig(body);
    await client.sendConfig(body, { idempotencyKey: 'change-42' });
    const sent = api.requests.map(({ headers }) => headers['x-idempotency-key']);
    expect(new Set(sent).size).toBe(3);
    expect(sent[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent[2]).toBe('change-42');
  });

  test('repeats a lost submit with the same key', async () => {
    api.answer('POST /v2/send-config', 'reset', accepted());
    await client.sendConfig(body);
    expect(api.requests).toHaveLength(2);
    expect(api.requests[1]!.headers['x-idempotency-key']).toBe(api.requests[0]!.headers['x-idempotency-key']);
  });
});

describe('retries', () => {
  test('a submit without an idempotency key is tried once', async () => {
    api.answer('POST /v2/send-command', 'reset', accepted());
    expect(await failure(client.sendCommand(body))).toMatchObject({ code: 'UNREACHABLE' });
    expect(api.requests).toHaveLength(1);
  });

  test('a submit with a key is repeated after the Retry-After of a 503', async () => {
    api.answer(
      'POST /v2/send-command',
      errorAnswer('BACKEND_UNAVAILABLE', { headers: { 'retry-after': '0' } }),
      accepted(),
    );
    expect(await client.sendCommand(body, { idempotencyKey: 'k' })).toMatchObject({ job_id: testJobId });
  });

  test('a 503 without Retry-After, or with a long one, is thrown', async () => {
    api.answer(
      job,
      errorAnswer('QUEUE_FULL'),
      errorAnswer('NO_WORKERS', { headers: { 'retry-after': '600' } }),
    );
    expect(await failure(client.getJob(testJobId))).toMatchObject({ code: 'QUEUE_FULL', retryable: true });
    expect(await failure(client.getJob(testJobId))).toMatchObject({
      code: 'NO_WORKERS',
      retryAfterMs: 600_000,
    });
    expect(api.requests).toHaveLength(2);
  });

  test('stop after two', async () => {
    api.answer(job, 'reset');
    expect(await failure(client.getJob(testJobId))).toMatchObject({ code: 'UNREACHABLE', retryable: true });
    expect(api.requests).toHaveLength(3);
  });

  test('never apply to a cancel', async () => {
    api.answer(`DELETE /v2/jobs/${testJobId}`, 'reset', { status: 204 });
    expect(await failure(client.cancelJob(testJobId))).toMatchObject({ code: 'UNREACHABLE' });
    expect(api.requests).toHaveLength(1);
  });

  test('stop when the caller aborts', async () => {
    const controller = new AbortController();
    api.answer(job, errorAnswer('BACKEND_UNAVAILABLE', { headers: { 'retry-after': '10' } }));
    const call = client.getJob(testJobId, { signal: controller.signal });
    await api.seen(1);
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });
});

describe('errors', () => {
  test("the API's own code, sentence, status, request id and details pass through", async () => {
    const details = [{ path: '/port', message: 'must be an integer' }];
    api.answer('POST /v2/send-command', errorAnswer('VALIDATION_FAILED', { details }));
    const error = await failure(client.sendCommand(body));
    expect(error).toMatchObject({
      code: 'VALIDATION_FAILED',
      status: 422,
      retryable: false,
      details,
      requestId: expect.stringMatching(/^7f9d2a50/),
    });
    expect(error.message).toBe(error.body?.error);
  });

  test('a code of a newer API is API_ERROR with the body kept', async () => {
    api.answer(job, {
      status: 429,
      body: { error: 'Slow down.', code: 'SLOW_DOWN', status: 429, request_id: 'r' },
      headers: { 'retry-after': '7' },
    });
    expect(await failure(client.getJob(testJobId))).toMatchObject({
      code: 'API_ERROR',
      status: 429,
      retryable: true,
      retryAfterMs: 7000,
      body: { code: 'SLOW_DOWN' },
    });
  });

  test('HTML of a proxy is BAD_ANSWER and names the status and the content type', async () => {
    api.answer(job, { status: 502, body: '<h1>Bad Gateway</h1>', headers: { 'content-type': 'text/html' } });
    const error = await failure(client.getJob(testJobId));
    expect(error).toMatchObject({ code: 'BAD_ANSWER', status: 502, retryable: true });
    expect(error.message).toContain('HTTP 502, text/html');
  });

  test.each([
    ['JSON of another service', { status: 200, body: { hello: 'world' } }],
    ['a redirect', { status: 302, headers: { location: 'https://192.0.2.9/' } }],
    ['broken JSON', { status: 200, body: '{"job_id": "0d3c' }],
  ])('%s is BAD_ANSWER', async (_, answer) => {
    api.answer(job, answer);
    expect(await failure(client.getJob(testJobId))).toMatchObject({ code: 'BAD_ANSWER', retryable: false });
  });

  test('no answer in time is TIMEOUT', async () => {
    api.answer(job, 'silence');
    const impatient = open({ requestTimeoutMs: 50 });
    expect(await failure(impatient.getJob(testJobId))).toMatchObject({ code: 'TIMEOUT', jobId: undefined });
    await impatient.close();
  });

  test('a port where nothing listens is UNREACHABLE and names it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await new Promise((resolve) => server.close(resolve));
    const lost = open({ url: `http://127.0.0.1:${port}`, retries: 0 });
    const error = await failure(lost.healthcheck());
    expect(error).toMatchObject({ code: 'UNREACHABLE' });
    expect(error.message).toBe(
      `nothing listens at http://127.0.0.1:${port}; check the URL and that the API is running.`,
    );
    await lost.close();
  });

  test.each([
    ['naas.example.net:8443', 'https://'],
    ['ftp://naas.example.net', 'https://'],
    ['nonsense', 'malformed'],
    [`https://ops:${password}@naas.example.net`, 'user name or password'],
  ])('the URL %s is INVALID_OPTION', (url, text) => {
    expect(() => open({ url })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION', message: expect.stringContaining(text) }),
    );
  });

  test('a user name with a colon is INVALID_OPTION', () => {
    expect(() => open({ username: 'a:b' })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  test('neither an error nor the client shows the password', async () => {
    api.answer(job, 'reset', errorAnswer('UNAUTHENTICATED'));
    const impatient = open({ retries: 0 });
    const shown = [
      await failure(impatient.getJob(testJobId)),
      await failure(impatient.getJob(testJobId)),
      impatient,
    ].map((one) => inspect(one, { depth: 20, showHidden: true }) + JSON.stringify(one));
    for (const secret of [password, Buffer.from(`ops:${password}`).toString('base64')])
      expect(shown.join('\n')).not.toContain(secret);
    await impatient.close();
  });
});

describe('the client', () => {
  test('cancelJob resolves on 204, and throws JOB_ENDED when the job has ended', async () => {
    api.answer(`DELETE /v2/jobs/${testJobId}`, { status: 204 }, errorAnswer('JOB_ENDED'));
    await client.cancelJob(testJobId);
    expect(await failure(client.cancelJob(testJobId))).toMatchObject({ code: 'JOB_ENDED', status: 409 });
  });

  test('healthcheck sends no credentials', async () => {
    api.answer('GET /healthcheck', ok(health()));
    expect(await client.healthcheck()).toMatchObject({ status: 'healthy' });
    expect(api.requests[0]!.headers.authorization).toBeUndefined();
  });

  test('keeps a base path and escapes the characters of an id', async () => {
    api.answer('GET /tools/naas/v2/jobs/a%2Fb', ok(jobResult({ job_id: 'a/b' })));
    const proxied = open({ url: `${api.url}/tools/naas/` });
    expect((await proxied.getJob('a/b')).job_id).toBe('a/b');
    await proxied.close();
  });

  test('uses one connection for calls one after another', async () => {
    api.answer('GET /healthcheck', ok(health()));
    await client.healthcheck();
    await client.healthcheck();
    expect(new Set(api.requests.map(({ remotePort }) => remotePort)).size).toBe(1);
  });

  test('aborts its calls with its own signal', async () => {
    const controller = new AbortController();
    const bound = open({ signal: controller.signal });
    api.answer(job, 'silence');
    const call = bound.getJob(testJobId);
    await api.seen(1);
    controller.abort(new Error('shutting down'));
    await expect(call).rejects.toThrow('shutting down');
    await bound.close();
  });
});
