import { Ajv2020 } from 'ajv/dist/2020.js';
import { auditSchema } from '@naas/contract';
import { commandBody, configBody } from '../testing/bodies.js';
import { basic, startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NAAS_CONTEXTS: 'default,core', BASIC_AUTH_ROLE: 'operator' });
});
afterAll(() => api.close());

const ajv = new Ajv2020();

/** Audit lines that are not valid under the schema of their event. */
const invalidLines = () =>
  api.audit.lines.filter((line) => !ajv.validate(auditSchema(line.event_type), line));

test('a request without credentials is an auth.failure', async () => {
  const { headers } = await api.ask('/v2/jobs/x', { as: null });
  expect(api.audit.of('auth.failure').at(-1)).toMatchObject({
    method: 'none',
    reason: expect.any(String),
    request_id: headers.get('x-request-id'),
  });
});

test('malformed credentials are an auth.failure that does not repeat them', async () => {
  await api.ask('/v2/jobs/x', { as: null, headers: { authorization: basic('caller:hunter2\n') } });
  expect(api.audit.of('auth.failure').at(-1)).toMatchObject({ method: 'basic' });
  expect(JSON.stringify(api.audit.lines)).not.toContain('hunter2');
});

test('a job is recorded once, and not again for the same idempotency key', async () => {
  const headers = { 'x-idempotency-key': 'once' };
  const first = await api.ask('/v2/send-config', { json: configBody, headers });
  await api.ask('/v2/send-config', { json: configBody, headers });
  const lines = api.audit.of('job.submitted').filter((line) => line['request_id'] === first.json['job_id']);
  expect(lines).toMatchObject([
    {
      kind: 'send-config',
      host: '192.0.2.1',
      port: 22,
      platform: 'cisco_ios',
      context: 'default',
      command_count: 1,
      user_hash: expect.stringMatching(/^[\w-]{43}$/),
    },
  ]);
});

test('the caller who cancelled a job is recorded', async () => {
  const { json } = await api.ask('/v2/send-command', { json: { ...commandBody, host: '192.0.2.9' } });
  await api.ask(`/v2/jobs/${String(json['job_id'])}`, { method: 'DELETE' });
  expect(api.audit.of('job.cancelled').at(-1)).toMatchObject({
    request_id: json['job_id'],
    identity: expect.any(String),
  });
});

test('an insufficient role is recorded with the required one', async () => {
  await api.ask('/v2/circuits');
  expect(api.audit.of('auth.rbac_denied').at(-1)).toMatchObject({
    role: 'operator',
    required_role: 'admin',
    endpoint: 'GET /v2/circuits',
  });
});

test('a locked-out device is recorded', async () => {
  const host = '192.0.2.77';
  for (let failure = 0; failure < 10; failure += 1) {
    await api.ask('/v2/send-command', { json: { ...commandBody, host, commands: [`show ${failure}`] } });
  }
  for (let left = Number(await api.worker.redis.llen('bq:naas-default:waiting')); left > 0; left -= 1) {
    await api
      .runNext({ status: 'failed', code: 'CONNECTION_TIMEOUT', message: 'No answer.' })
      .catch(() => undefined); // some were cancelled
  }
  const { status, json } = await api.ask('/v2/send-command', { json: { ...commandBody, host } });
  expect([status, json['code']]).toEqual([403, 'LOCKED_OUT']);
  expect(api.audit.of('device.locked_out').at(-1)).toMatchObject({
    host,
    port: 22,
    subject: 'device',
    failure_count: 10,
  });
});

test('every line is valid under the schema of its event, and none contains a secret', async () => {
  await api.ask('/v2/send-command', {
    json: {
      ...commandBody,
      username: 'who',
      password: 'canary-password',
      enable: 'canary-enable',
      commands: ['show canary-command'],
    },
  });
  expect(new Set(api.audit.lines.map((line) => line.event_type)).size).toBeGreaterThanOrEqual(6);
  expect(invalidLines()).toEqual([]);
  expect(JSON.stringify(api.audit.lines)).not.toMatch(/canary-|secret/);
});
