import { routesFor } from '../routes.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

test('only health, metrics and the documentation are public', () => {
  const open = routesFor({ METRICS_ENABLED: true }).filter((row) => row.permission === 'public');
  expect(open.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'get /apidoc',
    'get /apidoc/openapi.json',
    'get /apidoc/initializer.js',
    'get /apidoc/swagger-ui-bundle.js',
    'get /apidoc/swagger-ui.css',
    'get /',
    'get /healthcheck',
    'get /v2/healthcheck',
    'get /livez',
    'get /readyz',
    'get /metrics',
    'get /v1/healthcheck',
  ]);
});

describe('with the default settings', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  test.each(['/', '/healthcheck', '/v1/healthcheck', '/v2/healthcheck'])(
    '200 healthy from %s without credentials',
    async (path) => {
      const { status, json } = await api.ask(path, { as: null });
      expect([status, json]).toEqual([
        200,
        {
          status: 'healthy',
          version: '0.1.0',
          uptime_seconds: expect.any(Number),
          components: {
            redis: { status: 'healthy' },
            queue: { status: 'healthy', depth: 0 },
            workers: { status: 'healthy', count: 1, active_jobs: 0 },
            failed_jobs: 0,
          },
        },
      ]);
    },
  );

  test('200 no_workers from healthcheck when no worker lives', async () => {
    const { redis } = api.worker;
    const workers = await redis.zrange('naas:workers', 0, -1, 'WITHSCORES');
    await redis.del('naas:workers');
    expect((await api.ask('/healthcheck')).json).toMatchObject({
      status: 'no_workers',
      components: { redis: { status: 'healthy' }, workers: { status: 'no_workers', count: 0 } },
    });
    await redis.zadd('naas:workers', workers[1] ?? '', workers[0] ?? '');
  });

  test('200 for a probe whose request id is not a UUID, with a new one', async () => {
    const { status, headers } = await api.ask('/healthcheck', {
      as: null,
      headers: { 'x-request-id': 'probe-7' },
    });
    expect([status, headers.get('x-request-id')]).toEqual([200, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  });

  test('200 from metrics, with requests by route pattern and jobs by outcome', async () => {
    await api.ask('/v2/send-command', { json: { host: 'r1', commands: ['show x'] } });
    await api.ask('/v2/jobs/not-an-id-of-a-job');
    await api.logged('/v2/jobs/:job_id');
    const { status, headers, text } = await api.ask('/metrics', { as: null });
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
    expect(text).toContain('naas_http_requests_total{method="GET",route="/v2/jobs/:job_id",status="404"} 1');
    expect(text).toContain(
      'naas_http_request_duration_seconds_count{method="POST",route="/v2/send-command"} 1',
    );
    expect(text).toContain('naas_jobs_submitted_total{kind="send-command",outcome="accepted"} 1');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('not-an-id-of-a-job');
  });

  test.each([
    ['/livez', 'alive'],
    ['/readyz', 'ready'],
  ])('200 from %s without credentials', async (path, expected) => {
    const { status, json } = await api.ask(path, { as: null });
    expect([status, json]).toEqual([200, { status: expected }]);
  });

  test.each(['/v2', '/v2/nothing', '/v2/send-command/a/b', '/V2/send-command', '/v1', '/v1/nothing'])(
    '404 as JSON for %s, with or without credentials',
    async (path) => {
      for (const as of [null, 'admin:secret']) {
        const { status, json, headers } = await api.ask(path, { as });
        expect([status, json]).toEqual([
          404,
          {
            error: expect.any(String),
            code: 'NOT_FOUND',
            status: 404,
            request_id: headers.get('x-request-id'),
          },
        ]);
        expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      }
    },
  );

  test.each([
    ['GET', '/v2/send-command', 'POST'],
    ['PUT', '/v2/jobs/x', 'GET, HEAD, DELETE'],
    ['POST', '/healthcheck', 'GET, HEAD'],
    ['OPTIONS', '/v2/send-config', 'POST'],
  ])('405 as JSON for %s %s, with Allow', async (method, path, allow) => {
    const { status, json, headers } = await api.ask(path, { method });
    expect([status, json['code'], headers.get('allow')]).toEqual([405, 'METHOD_NOT_ALLOWED', allow]);
  });

  test('400 as JSON for a path that cannot be decoded', async () => {
    const { status, json } = await api.ask('/v2/jobs/%FF');
    expect([status, json['code']]).toEqual([400, 'INVALID_REQUEST']);
  });

  test.each(['/healthcheck', '/v2/nothing', '/v2/send-command'])(
    'the response of %s has version, request id and security headers',
    async (path) => {
      const { headers } = await api.ask(path, { as: null });
      expect(headers.get('x-api-version')).toBe('v2');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
      expect([headers.get('x-content-type-options'), headers.get('x-powered-by')]).toEqual(['nosniff', null]);
    },
  );

  test("the response has the caller's request id", async () => {
    const id = '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f';
    const { json, headers } = await api.ask('/v2/nothing', { headers: { 'x-request-id': id } });
    expect([json['request_id'], headers.get('x-request-id')]).toEqual([id, id]);
  });
});

describe('with METRICS_TOKEN', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ METRICS_TOKEN: 'scrape-me' });
  });
  afterAll(() => api.close());

  test.each([null, 'Bearer scrape-m', 'Bearer scrape-me2', 'Basic c2NyYXBlLW1lOg=='])(
    '401 from metrics for %j',
    async (authorization) => {
      const { status, headers } = await api.ask('/metrics', {
        as: null,
        headers: authorization === null ? {} : { authorization },
      });
      expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    },
  );

  test('200 from metrics with the token', async () => {
    expect(
      (await api.ask('/metrics', { as: null, headers: { authorization: 'Bearer scrape-me' } })).status,
    ).toBe(200);
  });
});

test('404 from metrics with METRICS_ENABLED=false', async () => {
  const api = await startTestApi({ METRICS_ENABLED: 'false' });
  expect((await api.ask('/metrics')).status).toBe(404);
  await api.close();
});
