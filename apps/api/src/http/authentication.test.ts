import { randomUUID } from 'node:crypto';
import { commandBody, configBody } from '../testing/bodies.js';
import { basic, startTestApi, type TestApi } from '../testing/start-test-api.js';

const jobPath = `/v2/jobs/${randomUUID()}`;
const protectedRoutes = [
  ['POST', '/v2/send-command', commandBody],
  ['POST', '/v2/send-config', configBody],
  ['GET', jobPath, undefined],
  ['DELETE', jobPath, undefined],
] as const;

describe('with Basic authentication', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  test.each(protectedRoutes)(
    '401 without credentials for %s %s, with a challenge',
    async (method, path, json) => {
      const { status, headers, json: error } = await api.ask(path, { method, as: null, json });
      expect([status, error]).toMatchObject([
        401,
        { code: 'UNAUTHENTICATED', status: 401, error: expect.stringMatching(/^Send .*Basic.*\.$/) },
      ]);
      expect(headers.get('www-authenticate')).toBe('Basic realm="naas", Bearer');
      expect(error['request_id']).toBe(headers.get('x-request-id'));
    },
  );

  test.each([
    ['a Bearer token', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x'],
    ['another scheme', 'Digest username="a"'],
    ['an empty user name', basic(':secret')],
    ['an empty password', basic('admin:')],
    ['no colon', basic('admin')],
    ['a line break in the password', basic('admin:secret\n')],
    ['bad base64', 'Basic %%%'],
    ['bytes that are not UTF-8', `Basic ${Buffer.from([0x61, 0x3a, 0xff]).toString('base64')}`],
  ])('401 for %s', async (_name, authorization) => {
    const { status, json } = await api.ask(jobPath, { as: null, headers: { authorization } });
    expect([status, json['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect(json['error']).toMatch(/^[A-Z].*\.$/);
  });
});

describe('with BASIC_AUTH_ENABLED=false', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ BASIC_AUTH_ENABLED: 'false' });
  });
  afterAll(() => api.close());

  test.each(protectedRoutes)('401 for %s %s, with any credentials', async (method, path, json) => {
    const { status, json: error } = await api.ask(path, { method, json });
    expect([status, error['error']]).toEqual([
      401,
      'Basic authentication is disabled here (BASIC_AUTH_ENABLED); use an API key.',
    ]);
  });
});

describe('with BASIC_AUTH_ROLE=viewer', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ BASIC_AUTH_ROLE: 'viewer' });
  });
  afterAll(() => api.close());

  test.each([
    ['POST', '/v2/send-command', 'command:run'],
    ['POST', '/v2/send-config', 'config:run'],
    ['DELETE', jobPath, 'job:cancel'],
  ])('403 without the permission for %s %s, before the body is read', async (method, path, permission) => {
    const { status, json } = await api.ask(path, { method, raw: 'no json' });
    expect([status, json['code'], json['error']]).toEqual([
      403,
      'FORBIDDEN',
      `Your role is viewer, but this needs operator (permission ${permission}).`,
    ]);
  });

  test('404, not 403, for a viewer who reads an unknown job', async () => {
    expect((await api.ask(jobPath)).status).toBe(404);
  });
});
