import { randomUUID } from 'node:crypto';
import { startTestApi, type Answer, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const submitPaths = ['/v1/send_command', '/send_command', '/v1/send_config', '/send_config'] as const;
const legacyBody = () => ({
  ip: '192.0.2.1',
  device_type: 'juniper_junos',
  commands: [`show ${randomUUID()}`],
});

function expectDeprecated({ headers }: Answer): void {
  expect(
    ['x-api-version', 'x-api-deprecated', 'deprecation', 'sunset', 'link'].map((name) => headers.get(name)),
  ).toEqual(['v1', 'true', 'true', '2027-01-01', '</v2/>; rel="successor-version"']);
}

test.each(submitPaths)('202 from %s for ip and device_type, and unknown fields are ignored', async (path) => {
  const answer = await api.ask(path, { json: { ...legacyBody(), save_config_typo: true, delay_factor: 2 } });
  expect(answer.status).toBe(202);
  expectDeprecated(answer);
  const job = await api.ask(`${path}/${String(answer.json['job_id'])}`);
  expect([job.status, job.json]).toMatchObject([
    200,
    { host: '192.0.2.1', platform: 'juniper_junos', status: 'queued' },
  ]);
  expectDeprecated(job);
});

test('202 from v1 for host and platform, which take precedence over their old names', async () => {
  const { json } = await api.ask('/v1/send_command', {
    json: { ...legacyBody(), host: 'r1', platform: 'cisco_ios' },
  });
  expect((await api.ask(`/v1/jobs/${String(json['job_id'])}`)).json).toMatchObject({
    host: 'r1',
    platform: 'cisco_ios',
  });
});

test('204 for a job cancelled under v1', async () => {
  const { json } = await api.ask('/v1/send_command', { json: legacyBody() });
  const answer = await api.ask(`/v1/send_command/${String(json['job_id'])}`, { method: 'DELETE' });
  expect(answer.status).toBe(204);
  expectDeprecated(answer);
});

test.each([
  [401, '/v1/send_command', { as: null, json: {} }],
  [422, '/v1/send_command', { json: { ip: 'not a host' } }],
  [422, '/send_config', { json: [] }],
  [400, '/v1/send_command', { raw: '{' }],
  [404, `/v1/jobs/${randomUUID()}`, {}],
  [404, '/v1/nothing', {}],
  [404, '/send_command/a/b', {}],
  [405, '/v1/send_command', { method: 'PUT' }],
  [400, '/v1/jobs/%FF', {}],
] as const)('%i from %s says that v1 is deprecated', async (expected, path, ask) => {
  const answer = await api.ask(path, ask);
  expect([answer.status, answer.json['status']]).toEqual([expected, expected]);
  expectDeprecated(answer);
});

test('200 from /v1/healthcheck says that v1 is deprecated; /healthcheck does not', async () => {
  expectDeprecated(await api.ask('/v1/healthcheck'));
  const { headers } = await api.ask('/healthcheck');
  expect([headers.get('x-api-version'), headers.get('deprecation')]).toEqual(['v2', null]);
});

test('422 from v2 for ip and device_type, with the names to use', async () => {
  const { status, json } = await api.ask('/v2/send-command', { json: { ...legacyBody(), host: 'r1' } });
  expect([status, json['details']]).toEqual([
    422,
    [
      { path: '/ip', message: 'is not a field of this request; use "host"' },
      { path: '/device_type', message: 'is not a field of this request; use "platform"' },
    ],
  ]);
});
