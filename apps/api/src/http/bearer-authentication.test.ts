import { createHmac, randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { dumpAll } from '@naas/core/testing';
import { bearer, bootstrap, keySettings, makeKey, type TestKey } from '../testing/api-keys.js';
import { commandBody, configBody } from '../testing/bodies.js';
import { basic, startTestApi, type TestApi } from '../testing/start-test-api.js';

const login = { username: 'admin', password: 'secret' } as const;

let api: TestApi;
let operator: TestKey;
beforeAll(async () => {
  api = await startTestApi({ ...keySettings, NAAS_CONTEXTS: 'default,core' });
  operator = await makeKey(api);
});
afterAll(() => api.close());

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
function tokenOf(
  claims: object,
  {
    header = { alg: 'HS256', typ: 'JWT' },
    secret = keySettings.NAAS_JWT_SECRET,
  }: { readonly header?: object; readonly secret?: string } = {},
): string {
  const content = `${encode(header)}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
const now = (): number => Math.floor(Date.now() / 1000);
const claims = () => ({ sub: 'k-test', role: 'operator', contexts: ['*'], iat: now(), exp: now() + 60 });
const submit = (token: string, json: object) =>
  api.ask('/v2/send-command', { ...bearer(token), json: { ...commandBody, ...json } });

test('a token with the claims of the contract is accepted if it is signed with the secret', async () => {
  expect((await api.ask(`/v2/jobs/${randomUUID()}`, bearer(tokenOf(claims())))).status).toBe(404);
});

test.each([
  ['another key', () => tokenOf(claims(), { secret: 'x'.repeat(32) })],
  ['alg none', () => `${encode({ alg: 'none' })}.${encode(claims())}.`],
  ['alg none with a signature', () => tokenOf(claims(), { header: { alg: 'none', typ: 'JWT' } })],
  ['another alg', () => tokenOf(claims(), { header: { alg: 'HS512', typ: 'JWT' } })],
  ['a past exp', () => tokenOf({ ...claims(), exp: now() - 1 })],
  ['a future iat', () => tokenOf({ ...claims(), iat: now() + 120 })],
  ['no sub', () => tokenOf({ ...claims(), sub: undefined })],
  ['no role', () => tokenOf({ ...claims(), role: undefined })],
  ['an unknown role', () => tokenOf({ ...claims(), role: 'root' })],
  ['no contexts', () => tokenOf({ ...claims(), contexts: undefined })],
  ['no iat', () => tokenOf({ ...claims(), iat: undefined })],
  ['no token', () => ''],
  ['any text', () => 'hunter2'],
  ['5,000 characters', () => 'a'.repeat(5000)],
])('401 with a challenge for a token with %s', async (_name, token) => {
  const given = token();
  const { status, headers, json, text } = await api.ask('/v2/send-command', {
    ...bearer(given),
    json: commandBody,
  });
  expect([status, json['code'], headers.get('www-authenticate')]).toEqual([
    401,
    'UNAUTHENTICATED',
    'Basic realm="naas", Bearer',
  ]);
  if (given !== '') expect(text).not.toContain(given);
});

test('431 for headers over 16 KiB, and the API keeps working', async () => {
  expect(
    (await api.ask('/v2/send-command', { ...bearer('a'.repeat(20_000)), json: commandBody })).status,
  ).toBe(431);
  expect((await submit(operator.token, login)).status).toBe(202);
});

test.each(['/v2/send-command', '/v2/send-config'])(
  '422 for %s without a login at the device, with a pointer to each part',
  async (path) => {
    const { status, json } = await api.ask(path, {
      ...bearer(operator.token),
      json: { ...configBody, port: 0 },
    });
    expect([
      status,
      (json['details'] as readonly { readonly path: string }[]).map((detail) => detail.path).sort(),
    ]).toEqual([422, ['/password', '/port', '/username']]); // the contract defines the type
  },
);

test('202 with a login in the body, and the job belongs only to the key', async () => {
  const { status, json } = await submit(operator.token, { ...login, commands: ['show clock'] });
  expect(status).toBe(202);
  const path = `/v2/jobs/${String(json['job_id'])}`;
  const [other, admin] = [await makeKey(api), await makeKey(api, { role: 'admin' })];
  const callers = [bearer(operator.token), bearer(other.token), { as: 'admin:secret' }, bearer(admin.token)];
  const statuses = await Promise.all(callers.map(async (who) => (await api.ask(path, who)).status));
  expect(statuses).toEqual([200, 403, 403, 200]);
});

test('a job in Redis has a keyed hash as its owner, not the id of the key', async () => {
  const { json } = await submit(operator.token, { ...login, commands: ['show users'] });
  const owner = await api.worker.redis.hget(keys.job(String(json['job_id'])), 'owner');
  expect(owner).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(owner).not.toContain(operator.keyId);
});

describe('a key for one context', () => {
  let core: TestKey;
  beforeAll(async () => {
    core = await makeKey(api, { contexts: ['core'] });
  });

  test('202 in that context', async () => {
    await api.worker.redis.zadd(keys.served(), Date.now(), 'core');
    expect((await submit(core.token, { ...login, context: 'core' })).status).toBe(202);
  });

  test('403 CONTEXT_FORBIDDEN in another context, and nothing is queued', async () => {
    const before = await api.worker.redis.keys('naas:job:*');
    const { status, json } = await submit(core.token, { ...login, context: 'default' });
    expect([status, json['code']]).toEqual([403, 'CONTEXT_FORBIDDEN']);
    expect(await api.worker.redis.keys('naas:job:*')).toEqual(before);
  });

  test('400 for an unknown context, which comes before 403 and after 422', async () => {
    expect((await submit(core.token, { ...login, context: 'mars' })).json['code']).toBe('UNKNOWN_CONTEXT');
    expect((await submit(core.token, { context: 'mars' })).status).toBe(422);
  });
});

describe('NAAS_ADMIN_SECRET', () => {
  test('200 on the key routes with any user name, and not with another password', async () => {
    const list = async (as: string) => (await api.ask('/v2/api-keys', { as })).status;
    const secret = keySettings.NAAS_ADMIN_SECRET;
    expect(
      await Promise.all([bootstrap, `x:${secret}`, `${secret}:x`, `x:${secret}x`, 'admin:secret'].map(list)),
    ).toEqual([200, 200, 401, 401, 401]);
  });

  test('everywhere else it is an ordinary password', async () => {
    const job = await api.ask('/v2/send-command', { json: commandBody });
    const { status } = await api.ask(`/v2/jobs/${String(job.json['job_id'])}`, { as: bootstrap });
    expect(status).toBe(403);
    expect((await api.ask('/v2/circuits', { as: bootstrap })).status).toBe(403);
    expect((await api.ask('/v2/send-command', { as: bootstrap, json: commandBody })).status).toBe(202);
  });
});

describe('with BASIC_AUTH_ENABLED=false', () => {
  let bearerOnly: TestApi;
  beforeAll(async () => {
    bearerOnly = await startTestApi({ ...keySettings, BASIC_AUTH_ENABLED: 'false' });
  });
  afterAll(() => bearerOnly.close());

  test('keys can still be created and used, and Basic credentials are refused', async () => {
    const { token } = await makeKey(bearerOnly);
    expect(
      (await bearerOnly.ask('/v2/send-command', { ...bearer(token), json: { ...commandBody, ...login } }))
        .status,
    ).toBe(202);
    expect([
      (await bearerOnly.ask('/v2/api-keys')).status,
      (await bearerOnly.ask('/v2/send-command', { as: bootstrap, json: commandBody })).status,
    ]).toEqual([401, 401]);
  });
});

test.each(['', ',', 'admin'])(
  '401 on the key routes for every Basic caller where NAAS_ADMIN_SECRET is unset: %j',
  async (password) => {
    const open = await startTestApi({ NAAS_JWT_SECRET: keySettings.NAAS_JWT_SECRET });
    const { status } = await open.ask('/v2/api-keys', {
      as: null,
      headers: { authorization: basic(`admin:${password}`) },
    });
    await open.close();
    expect(status).toBe(401);
  },
);

test('503 for a valid token while Redis is away, and 401 for an invalid one', async () => {
  const separate = await startTestApi(keySettings);
  const { token } = await makeKey(separate);
  await separate.redis.kill();
  const good = await separate.ask(`/v2/jobs/${randomUUID()}`, bearer(token));
  const bad = await separate.ask(`/v2/jobs/${randomUUID()}`, bearer('x'));
  await separate.close();
  expect([good.status, good.json['code'], good.headers.get('retry-after'), bad.status]).toEqual([
    503,
    'BACKEND_UNAVAILABLE',
    '1',
    401,
  ]);
});

test('503 within 2 s for a valid token while Redis hangs, and a normal response afterwards', async () => {
  const separate = await startTestApi(keySettings);
  const { token } = await makeKey(separate);
  const ask = () => separate.ask(`/v2/jobs/${randomUUID()}`, bearer(token));
  separate.redis.freeze();
  const startedAt = performance.now();
  const { status } = await ask();
  const waitedMs = performance.now() - startedAt;
  separate.redis.thaw();
  let after = await ask();
  while (after.status === 503) after = await ask();
  await separate.close();
  expect([status, after.status]).toEqual([503, 404]);
  expect(waitedMs).toBeLessThan(2000);
});

test('tokens signed with an old secret are valid until it is removed from NAAS_JWT_SECRET', async () => {
  const statusWith = async (setting: string): Promise<number> => {
    const rotated = await startTestApi({ NAAS_JWT_SECRET: setting });
    const { status } = await rotated.ask(`/v2/jobs/${randomUUID()}`, bearer(operator.token));
    await rotated.close();
    return status;
  };
  const newer = 'n'.repeat(40);
  expect([await statusWith(`${newer},${keySettings.NAAS_JWT_SECRET}`), await statusWith(newer)]).toEqual([
    404, 401,
  ]);
});

test('the API does not start with a secret under 32 bytes', async () => {
  await expect(startTestApi({ NAAS_JWT_SECRET: 'too-short' })).rejects.toThrow(
    /^NAAS_JWT_SECRET: secret 1 has 9 bytes but needs at least 32;/,
  );
});

test('neither tokens nor secrets are in any log line, audit line, metric or Redis key', async () => {
  const { token, keyId } = await makeKey(api, { description: 'canary' });
  await submit(token, login);
  await submit(`${token}x`, login);
  await api.ask(`/v2/api-keys/${token}`, { as: bootstrap, method: 'DELETE' });
  await api.ask(`/v2/api-keys/${keyId}`, { as: bootstrap, method: 'DELETE' });
  await submit(token, login);
  const metrics = await api.ask('/metrics', { as: null });
  const everything = [
    await dumpAll(api.worker.redis),
    ...api.logLines,
    JSON.stringify(api.audit.lines),
    metrics.text,
  ].join('\n');
  expect(everything).toContain(keyId);
  for (const canary of [
    token.split('.')[2] ?? '',
    token.split('.')[1] ?? '',
    ...Object.values(keySettings),
    basic(bootstrap).slice(6, 36),
  ])
    expect(everything).not.toContain(canary);
});
