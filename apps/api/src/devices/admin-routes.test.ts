import { deviceName, keys, pinHostKey } from '@naas/core';
import { bearer, jwtSecret } from '../testing/keys.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NAAS_JWT_SECRET: jwtSecret, NAAS_CONTEXTS: 'default,branch' });
});
afterAll(() => api.close());
beforeEach(async () => {
  await pin('default', 'r1', 22);
  await pin('branch', '2001:db8::1', 830);
  await fail('default', 'r1', 22);
  await fail('branch', '2001:db8::1', 830);
});

const pin = (context: string, host: string, port: number) =>
  pinHostKey(api.worker, { context, host, port, fingerprint: `SHA256:${context}` });

/** Opens a circuit, as workers do. */
async function fail(context: string, host: string, port: number): Promise<void> {
  const name = deviceName({ context, host, port });
  await api.worker.redis.hset(keys.circuit(name), {
    failures: 5,
    opened_at: 1_000_000,
    retry_at: Date.now() + 100_000,
  });
  await api.worker.redis.sadd(keys.circuits(), name);
}

const branchAdmin = bearer('admin', { contexts: ['branch'], id: 'k-branch-admin' });
const ask = (path: string, method = 'GET', authorization = bearer('admin')) =>
  api.ask(path, { as: null, method, headers: { authorization } });

const r1 = { context: 'default', host: 'r1', port: 22 };
const six = { context: 'branch', host: '2001:db8::1', port: 830 };
const things = [
  { path: '/v2/host-keys', name: 'host_keys', fact: { fingerprint: expect.stringMatching(/^SHA256:/) } },
  {
    path: '/v2/circuits',
    name: 'circuits',
    fact: {
      state: 'open',
      failures: 5,
      opened_at: '1970-01-01T00:16:40.000Z',
      retry_at: expect.stringMatching(/Z$/),
    },
  },
];

describe.each(things)('$path', ({ path, name, fact }) => {
  const of = ({ context, host, port }: typeof r1) => `${path}/${context}/${encodeURIComponent(host)}/${port}`;

  test('200 with all entries, with those of one context, and with a single one', async () => {
    expect([(await ask(path)).json, (await ask(`${path}?context=branch`)).json]).toEqual([
      {
        [name]: [expect.objectContaining(r1), { ...six, ...fact }].sort(() => (name === 'circuits' ? -1 : 1)),
      },
      { [name]: [{ ...six, ...fact }] },
    ]);
    for (const device of [r1, six]) {
      const { status, json } = await ask(of(device));
      expect([status, json]).toEqual([200, { ...device, ...fact }]);
    }
  });

  test('200 for another spelling of an IPv6 address', async () => {
    expect((await ask(`${path}/branch/2001:DB8:0::1/830`)).json).toEqual({ ...six, ...fact });
  });

  test('204 removes one entry, which is then 404; the others stay', async () => {
    expect([
      (await ask(of(six), 'DELETE')).status,
      (await ask(of(six), 'DELETE')).status,
      (await ask(of(six))).status,
      (await ask(of(r1))).status,
    ]).toEqual([204, 404, 404, 200]);
  });

  test('204 removes all entries of a context, and all entries', async () => {
    expect((await ask(`${path}?context=branch`, 'DELETE')).status).toBe(204);
    expect((await ask(path)).json).toEqual({ [name]: [{ ...r1, ...fact }] });
    expect((await ask(path, 'DELETE')).status).toBe(204);
    expect((await ask(path)).json).toEqual({ [name]: [] });
  });

  test('403 for a caller who is not an admin, 401 without credentials; nothing is removed', async () => {
    for (const method of ['GET', 'DELETE']) {
      for (const one of [path, of(r1)]) {
        expect([
          (await ask(one, method, bearer('operator'))).status,
          (await api.ask(one, { method })).status,
          (await api.ask(one, { method, as: null })).status,
        ]).toEqual([403, 403, 401]);
      }
    }
    expect((await ask(of(r1))).status).toBe(200);
  });

  test('an admin of one context sees and removes only the entries of that context', async () => {
    expect((await ask(path, 'GET', branchAdmin)).json).toEqual({ [name]: [{ ...six, ...fact }] });
    for (const one of [of(r1), `${path}?context=default`]) {
      for (const method of ['GET', 'DELETE']) {
        const { status, json } = await ask(one, method, branchAdmin);
        expect([status, json['code']]).toEqual([403, 'CONTEXT_FORBIDDEN']);
      }
    }
    expect((await ask(path, 'DELETE', branchAdmin)).status).toBe(204);
    expect((await ask(path)).json).toEqual({ [name]: [{ ...r1, ...fact }] });
  });

  test.each([
    ['/default/r1/0', 'INVALID_REQUEST'],
    ['/default/r1/65536', 'INVALID_REQUEST'],
    ['/default/r1/22x', 'INVALID_REQUEST'],
    ['/default/r_1/22', 'INVALID_REQUEST'],
    ['/nowhere/r1/22', 'UNKNOWN_CONTEXT'],
    ['?context=nowhere', 'UNKNOWN_CONTEXT'],
    ['?contexts=default', 'INVALID_REQUEST'],
    ['?context=default&context=branch', 'INVALID_REQUEST'],
  ])('400 for %s', async (rest, code) => {
    for (const method of ['GET', 'DELETE']) {
      const { status, json } = await ask(`${path}${rest}`, method);
      expect([status, json['code']]).toEqual([400, code]);
    }
  });

  test('404 for a device without an entry', async () => {
    for (const method of ['GET', 'DELETE']) {
      expect((await ask(`${path}/default/r9/22`, method)).json).toMatchObject({
        code: 'NOT_FOUND',
        status: 404,
      });
    }
  });
});
