import { bearer, bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi(keySettings);
});
afterEach(() => api.close());

test('401 for a wrong password on each key route, audited as a failure and not as a success', async () => {
  const routes = [
    ['GET', '/v2/api-keys'],
    ['POST', '/v2/api-keys'],
    ['DELETE', '/v2/api-keys/k-1'],
    ['POST', '/v1/api-keys/k-1/rotate'],
  ] as const;
  for (const [method, path] of routes) {
    const { status, json, headers } = await api.ask(path, { method, as: 'any:hunter2' });
    expect([status, json['error'], headers.get('www-authenticate')]).toEqual([
      401,
      'This password does not manage API keys; use NAAS_ADMIN_SECRET as the password, or the Bearer token of an admin.',
      'Basic realm="naas", Bearer',
    ]);
  }
  expect(api.audit.of('auth.failure').map(({ method }) => method)).toEqual([
    'basic',
    'basic',
    'basic',
    'basic',
  ]);
  expect([...api.audit.of('auth.success'), ...api.audit.of('auth.unverified')]).toEqual([]);
  expect(JSON.stringify(api.audit.lines)).not.toContain('hunter2');
});

test('429 after ten wrong passwords, even for the right one; tokens are not affected', async () => {
  const admin = await makeKey(api, { role: 'admin' });
  const guesses = Array.from({ length: 400 }, (_, index) =>
    api.ask('/v2/api-keys', { as: `user-${index}:guess-${index}` }),
  );
  const answers = await Promise.all(guesses);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(390);
  expect(refused[0]?.json).toMatchObject({
    code: 'RATE_LIMITED',
    error: 'Too many wrong passwords for the API keys came from your address; try again in 6 s.',
  });
  expect(refused[0]?.headers.get('retry-after')).toBe('6');
  expect((await api.ask('/v2/api-keys', { as: bootstrap })).status).toBe(429);
  expect((await api.ask('/v2/api-keys', bearer(admin.token))).status).toBe(200);
  expect((await api.ask('/v2/jobs')).status).toBe(200);
});

test('a Basic pair elsewhere is audited as auth.unverified; NAAS_ADMIN_SECRET and tokens as auth.success', async () => {
  const key = await makeKey(api);
  await api.ask('/v2/jobs', { as: 'x:y' });
  await api.ask('/v2/jobs', bearer(key.token));
  expect(api.audit.of('auth.unverified')).toMatchObject([{ method: 'basic', identity: expect.any(String) }]);
  expect(api.audit.of('auth.success').map(({ method }) => method)).toEqual(['bootstrap', 'bearer']);
});
