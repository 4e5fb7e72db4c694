import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { createLog, SettingsError } from '@naas/core';
import { freePort, testSettings } from '@naas/core/testing';
import { startApi, type RunningApi } from './start-api.js';
import { commandBody } from './testing/bodies.js';
import { basic, startTestApi, testPlatforms } from './testing/start-test-api.js';

let redisPort: number;
beforeAll(async () => {
  redisPort = await freePort();
});

/** Starts an API whose Redis does not run. */
function start(more: Readonly<Record<string, string>>): Promise<RunningApi> {
  const settings = testSettings(`redis://127.0.0.1:${redisPort}`, {
    NAAS_TLS: 'off',
    NAAS_PORT: '0',
    ...more,
  });
  return startApi({ settings, log: createLog(settings, 'naas-api'), platforms: testPlatforms });
}

async function refusal(more: Readonly<Record<string, string>>): Promise<string> {
  const outcome = await start(more).then(
    (api) => api.stop(),
    (error: unknown) => error,
  );
  if (!(outcome instanceof SettingsError)) throw new Error(`no SettingsError: ${String(outcome)}`);
  return outcome.message;
}

test('the API starts without Redis, answers 503 and reports degraded', async () => {
  const api = await start({});
  const headers = { authorization: basic('a:b'), 'content-type': 'application/json' };
  const submit = await fetch(`${api.url}/v2/send-command`, {
    method: 'POST',
    headers,
    body: JSON.stringify(commandBody),
  });
  expect([submit.status, submit.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await (await fetch(`${api.url}/healthcheck`)).json()).toMatchObject({ status: 'degraded' });
  await api.stop();
});

test('a port in use is reported with the name NAAS_PORT', async () => {
  const other: Server = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  expect(await refusal({ NAAS_PORT: `${port}` })).toBe(
    `NAAS_PORT: port ${port} of 127.0.0.1 is taken by another program; stop it, set another port, ` +
      'or 0 for any free one.',
  );
  other.close();
});

test('an address of another machine is reported with the name NAAS_HOST', async () => {
  expect(await refusal({ NAAS_HOST: '192.0.2.1' })).toContain(
    'NAAS_HOST: 192.0.2.1 is not an address of this machine',
  );
});

test('a bad encryption key, certificate or Redis address is reported before the API listens', async () => {
  expect(await refusal({ NAAS_ENCRYPTION_KEY: 'short' })).toContain('NAAS_ENCRYPTION_KEY');
  expect(await refusal({ NAAS_TLS: 'on', NAAS_CERT: 'nothing', NAAS_KEY: 'nothing' })).toContain('NAAS_CERT');
  expect(await refusal({ REDIS_URL: 'http://127.0.0.1' })).toContain('REDIS_URL');
});

test('the API logs one line with its address when it is ready', async () => {
  const api = await startTestApi();
  const lines = api.logLines.filter((line) => line.includes('"message":"ready"'));
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
    { level: 'info', program: 'naas-api', url: api.url, version: '0.1.0' },
  ]);
  await api.close();
});

test('the API logs one line per request, with route pattern and ids, but no path, query or header', async () => {
  const api = await startTestApi();
  const { json } = await api.ask('/v2/send-command?token=in-the-query', {
    json: commandBody,
    headers: { 'x-idempotency-key': 'key-in-header' },
  });
  await api.ask('/v2/jobs/secret-in-the-path');
  const lines = [await api.logged('"status":202'), await api.logged('"status":404')].map((line): unknown =>
    JSON.parse(line),
  );
  expect(lines).toEqual([
    {
      level: 'info',
      message: 'request',
      program: 'naas-api',
      timestamp: expect.any(String),
      method: 'POST',
      route: '/v2/send-command',
      status: 202,
      duration_ms: expect.any(Number),
      request_id: json['job_id'],
      job_id: json['job_id'],
    },
    {
      level: 'info',
      message: 'request',
      program: 'naas-api',
      timestamp: expect.any(String),
      method: 'GET',
      route: '/v2/jobs/:job_id',
      status: 404,
      duration_ms: expect.any(Number),
      request_id: expect.any(String),
    },
  ]);
  expect(api.logLines.join('\n')).not.toMatch(/in-the-query|key-in-header|secret-in-the-path/);
  await api.close();
});
