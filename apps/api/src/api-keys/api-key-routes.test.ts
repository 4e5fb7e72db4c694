import { startApi } from '../start-api.js';
import { bearer, bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { startTestApi, type Answer, type TestApi } from '../testing/start-test-api.js';

const day = 86_400;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ ...keySettings, NAAS_CONTEXTS: 'default,core' });
});
afterAll(() => api.close());

const create = (json: unknown) => api.ask('/v2/api-keys', { as: bootstrap, json });
const revoke = (keyId: string) => api.ask(`/v2/api-keys/${keyId}`, { as: bootstrap, method: 'DELETE' });
const rotate = (keyId: string, json?: unknown) =>
  api.ask(`/v2/api-keys/${keyId}/rotate`, {
    as: bootstrap,
    method: 'POST',
    ...(json === undefined ? {} : { json }),
  });
const listed = async (keyId: string) => {
  const { json } = await api.ask('/v2/api-keys', { as: bootstrap });
  // The contract defines the type.
  const keys = json['keys'] as readonly Readonly<Record<string, unknown>>[];
  return keys.find((key) => key['key_id'] === keyId);
};
const use = (token: string) => api.ask('/v2/jobs/none', bearer(token));
const claimsOf = (answer: Answer): Readonly<Record<string, unknown>> => {
  const [, claims = ''] = String(answer.json['token']).split('.');
  // The claims of a token are a JSON object.
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
};
const secondsUntil = (moment: unknown): number => (Date.parse(String(moment)) - Date.now()) / 1000;

test('201 for a new key, whose token has the right claims and works', async () => {
  const answer = await create({
    role: 'operator',
    contexts: ['core'],
    ttl: 3600,
    description: 'nightly backup',
  });
  const { json } = answer;
  expect([answer.status, json]).toEqual([
    201,
    {
      key_id: expect.stringMatching(/^k-[0-9a-f]{24}$/),
      token: expect.any(String),
      role: 'operator',
      contexts: ['core'],
      expires_at: expect.stringMatching(/Z$/),
    },
  ]);
  expect(claimsOf(answer)).toEqual({
    sub: json['key_id'],
    role: 'operator',
    contexts: ['core'],
    iat: expect.any(Number),
    exp: Date.parse(String(json['expires_at'])) / 1000,
  });
  expect(secondsUntil(json['expires_at'])).toBeGreaterThan(3590);
  expect((await use(String(json['token']))).status).toBe(404);
});

test('200 with all keys, without tokens', async () => {
  const { keyId, token } = await makeKey(api, { description: 'listed' });
  const { status, text } = await api.ask('/v2/api-keys', { as: bootstrap });
  expect(status).toBe(200);
  expect(await listed(keyId)).toEqual({
    key_id: keyId,
    role: 'operator',
    contexts: ['*'],
    description: 'listed',
    created_at: expect.stringMatching(/Z$/),
    expires_at: expect.stringMatching(/Z$/),
    created_by: 'bootstrap',
    revoked: false,
  });
  expect(text).not.toContain(token.split('.')[2]);
});

test('a key without a ttl lives for API_KEY_DEFAULT_TTL; a key with ttl 0 never expires', async () => {
  const standard = await create({ role: 'viewer', contexts: ['*'] });
  expect(Math.round(secondsUntil(standard.json['expires_at']) / day)).toBe(90);
  const endless = await create({ role: 'viewer', contexts: ['*'], ttl: 0 });
  expect([endless.status, endless.json['expires_at'], claimsOf(endless)['exp']]).toEqual([
    201,
    null,
    undefined,
  ]);
});

test.each([
  [
    {},
    [
      // Followed by the description in the schema, without its full stop.
      expect.stringMatching(/^\/role is required: .*[^.]$/),
      expect.stringMatching(/^\/contexts is required: .*[^.]$/),
    ],
  ],
  [{ role: 'root', contexts: ['*'] }, ['/role must be one of viewer, operator, admin']],
  [{ role: 'viewer', contexts: [] }, ['/contexts must have at least one entry']],
  [{ role: 'viewer', contexts: ['core', 'core'] }, ['/contexts must not have duplicate entries']],
  [
    { role: 'viewer', contexts: ['default', 'mars'] },
    ['/contexts/1 is not a known context; use "*" or one of: default, core'],
  ],
  [
    { role: 'viewer', contexts: ['*'], ttl: '60' },
    ['/ttl must be a whole number, not a string; write 60 without quotes'],
  ],
  [{ role: 'viewer', contexts: ['*'], ttl: -1 }, ['/ttl must be from 0 to 3153600000']],
  [
    { role: 'viewer', contexts: ['*'], description: 'a\nb' },
    ['/description must not contain a line break or another control character'],
  ],
  [{ role: 'viewer', contexts: ['*'], name: 'x' }, ['/name is not a field of this request; remove it']],
])('422 for a key with %j', async (body, faults) => {
  const { status, json } = await create(body);
  // The contract defines the type.
  const details = json['details'] as readonly { readonly path: string; readonly message: string }[];
  expect([status, details.map(({ path, message }) => `${path} ${message}`)]).toEqual([422, faults]);
});

test('204 for a revocation; every API then answers 401 for the token at once', async () => {
  const { keyId, token } = await makeKey(api);
  const second = await startSecondApi();
  const ask = () =>
    Promise.all([
      use(token),
      fetch(`${second.url}/v2/jobs/none`, { headers: { authorization: `Bearer ${token}` } }),
    ]);
  expect((await ask()).map(({ status }) => status)).toEqual([404, 404]);
  expect((await revoke(keyId)).status).toBe(204);
  const answers = await ask();
  await second.stop();
  expect(answers.map(({ status }) => status)).toEqual([401, 401]);
  expect(answers[0].json['error']).toBe('The API key of this Bearer token is revoked; use another key.');
  expect((await listed(keyId))?.['revoked']).toBe(true);
});

/** Starts another API with the same Redis and settings; resolves once it is connected to Redis. */
async function startSecondApi() {
  const second = await startApi(api.options);
  for (;;) if ((await fetch(`${second.url}/readyz`)).status === 200) return second;
}

test('409 for a key that is already revoked', async () => {
  const { keyId } = await makeKey(api);
  await revoke(keyId);
  for (const answer of [await revoke(keyId), await rotate(keyId)])
    expect([answer.status, answer.json['code']]).toEqual([409, 'KEY_REVOKED']);
});

test('204 for the revocation of a key without a record, whose token is then refused', async () => {
  const { keyId, token } = await makeKey(api);
  await api.worker.redis.del(`naas:api_keys:${keyId}`, 'naas:api_key_index');
  expect((await use(token)).status).toBe(404);
  expect((await revoke(keyId)).status).toBe(204);
  expect((await use(token)).status).toBe(401);
  expect(await api.worker.redis.zscore('naas:revoked_keys', keyId)).toBe('inf');
  expect((await revoke(keyId)).json['code']).toBe('KEY_REVOKED');
});

test('404 for the rotation of a key without a record', async () => {
  const { status, json } = await rotate('k-none');
  expect([status, json['code']]).toEqual([404, 'NOT_FOUND']);
});

test.each(['none', 'k-%00', 'k-a:b', `k-${'a'.repeat(100)}`])(
  '404 for an id that no key can have: %s',
  async (keyId) => {
    for (const answer of [await revoke(keyId), await rotate(keyId)])
      expect([answer.status, answer.json['code']]).toEqual([404, 'NOT_FOUND']);
  },
);

test('201 for a rotation, which makes a key with the same rights and lifetime, and revokes the old one', async () => {
  const { keyId, token } = await makeKey(api, {
    role: 'viewer',
    contexts: ['core'],
    ttl: 1000,
    description: 'rotated',
  });
  const { status, json } = await rotate(keyId);
  expect([status, json]).toMatchObject([201, { role: 'viewer', contexts: ['core'] }]);
  expect(json['key_id']).not.toBe(keyId);
  expect(Math.round(secondsUntil(json['expires_at']) / 10)).toBe(100);
  expect([(await use(token)).status, (await use(String(json['token']))).status]).toEqual([401, 404]);
  expect((await listed(String(json['key_id'])))?.['description']).toBe('rotated');
});

test('a rotation with overlap leaves both keys valid, and the old one can be revoked earlier', async () => {
  const { keyId, token } = await makeKey(api);
  const { json } = await rotate(keyId, { overlap: 60 });
  expect([(await use(token)).status, (await use(String(json['token']))).status]).toEqual([404, 404]);
  expect((await rotate(keyId, { overlap: 60 })).status).toBe(409);
  expect((await revoke(keyId)).status).toBe(204);
  expect([(await use(token)).status, (await use(String(json['token']))).status]).toEqual([401, 404]);
});

test('a rotation with an overlap of 1 s revokes the old key after 1 s', async () => {
  const { keyId, token } = await makeKey(api);
  await rotate(keyId, { overlap: 1 });
  const startedAt = Date.now();
  while ((await use(token)).status !== 401) expect(Date.now() - startedAt).toBeLessThan(3000);
});

test('201 for a rotation on v1, with or without a body', async () => {
  const { keyId } = await makeKey(api);
  const first = await api.ask(`/v1/api-keys/${keyId}/rotate`, { as: bootstrap, method: 'POST' });
  expect([first.status, first.headers.get('x-api-deprecated')]).toEqual([201, 'true']);
  expect(
    (
      await api.ask(`/v1/api-keys/${String(first.json['key_id'])}/rotate`, {
        as: bootstrap,
        json: { overlap: 5, unknown: true },
      })
    ).status,
  ).toBe(201);
});

test('creating, rotating and revoking a key are audited, without the token', async () => {
  const made = await create({ role: 'viewer', contexts: ['core'], ttl: 60 });
  const keyId = String(made.json['key_id']);
  const rotated = await rotate(keyId, { overlap: 7 });
  await revoke(keyId);
  const lines = api.audit.lines.filter((line) => line['key_id'] === keyId);
  expect(lines).toMatchObject([
    {
      event_type: 'apikey.created',
      identity: 'bootstrap',
      role: 'viewer',
      contexts: ['core'],
      expires_at: made.json['expires_at'],
      request_id: made.headers.get('x-request-id'),
    },
    {
      event_type: 'apikey.rotated',
      identity: 'bootstrap',
      new_key_id: rotated.json['key_id'],
      overlap_seconds: 7,
    },
    { event_type: 'apikey.revoked', identity: 'bootstrap' },
  ]);
  for (const { json } of [made, rotated])
    expect(JSON.stringify(api.audit.lines)).not.toContain(String(json['token']).split('.')[2]);
});

describe('an admin whose key is for one context', () => {
  let token: string;
  beforeAll(async () => {
    ({ token } = await makeKey(api, { role: 'admin', contexts: ['core'] }));
  });

  test('201 for a key of that context, which names its creator', async () => {
    const { status, json } = await api.ask('/v2/api-keys', {
      ...bearer(token),
      json: { role: 'admin', contexts: ['core'] },
    });
    expect(status).toBe(201);
    expect((await listed(String(json['key_id'])))?.['created_by']).toMatch(/^k-/);
  });

  test.each([['*'], ['default'], ['core', 'default']])(
    '403 for a key with contexts %j',
    async (...contexts) => {
      const { status, json } = await api.ask('/v2/api-keys', {
        ...bearer(token),
        json: { role: 'viewer', contexts },
      });
      expect([status, json['code']]).toEqual([403, 'CONTEXT_FORBIDDEN']);
    },
  );

  test('403 for the rotation or revocation of a key of all contexts', async () => {
    const { keyId } = await makeKey(api);
    for (const [method, path] of [
      ['DELETE', ''],
      ['POST', '/rotate'],
    ] as const) {
      const { status, json } = await api.ask(`/v2/api-keys/${keyId}${path}`, { ...bearer(token), method });
      expect([status, json['code']]).toEqual([403, 'CONTEXT_FORBIDDEN']);
    }
    expect((await listed(keyId))?.['revoked']).toBe(false);
  });

  test('403 for the revocation of a key without a record, whose contexts nobody knows', async () => {
    const { status, json } = await api.ask('/v2/api-keys/k-lost', { ...bearer(token), method: 'DELETE' });
    expect([status, json['code']]).toEqual([403, 'CONTEXT_FORBIDDEN']);
    expect(await api.worker.redis.zscore('naas:revoked_keys', 'k-lost')).toBeNull();
  });
});

describe('with API_KEY_MAX_TTL', () => {
  let limited: TestApi;
  beforeAll(async () => {
    limited = await startTestApi({ ...keySettings, API_KEY_MAX_TTL: '3600' });
  });
  afterAll(() => limited.close());
  const ask = (ttl?: number) =>
    limited.ask('/v2/api-keys', {
      as: bootstrap,
      json: { role: 'viewer', contexts: ['*'], ...(ttl === undefined ? {} : { ttl }) },
    });

  test('no key lives longer, with or without a ttl', async () => {
    for (const { status, json } of [await ask(), await ask(3600)])
      expect([status, Math.round(secondsUntil(json['expires_at']) / 10)]).toEqual([201, 360]);
  });

  test.each([
    [0, '/ttl must be from 1 to 3600: keys that never expire are not allowed here (API_KEY_MAX_TTL).'],
    [3601, '/ttl must be at most 3600 (API_KEY_MAX_TTL).'],
  ])('422 for a ttl of %d', async (ttl, error) => {
    const { status, json } = await ask(ttl);
    expect([status, json['error']]).toEqual([422, error]);
  });
});

describe('without NAAS_JWT_SECRET', () => {
  let keyless: TestApi;
  beforeAll(async () => {
    keyless = await startTestApi({ NAAS_ADMIN_SECRET: keySettings.NAAS_ADMIN_SECRET });
  });
  afterAll(() => keyless.close());

  test('503 for a new key, naming the missing setting', async () => {
    const { status, json } = await keyless.ask('/v2/api-keys', {
      as: bootstrap,
      json: { role: 'viewer', contexts: ['*'] },
    });
    expect([status, json['code'], json['error']]).toEqual([
      503,
      'API_KEYS_DISABLED',
      'API keys cannot be created here; set NAAS_JWT_SECRET and restart the API.',
    ]);
  });

  test('401 for any token', async () => {
    const { token } = await makeKey(api);
    const { status, json } = await keyless.ask('/v2/jobs/none', bearer(token));
    expect([status, json['error']]).toEqual([
      401,
      'API keys are disabled here (NAAS_JWT_SECRET is not set); use Basic authentication.',
    ]);
  });
});
