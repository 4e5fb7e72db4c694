import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';
import { bearer, jwtSecret } from '../testing/keys.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NAAS_JWT_SECRET: jwtSecret, NAAS_CONTEXTS: 'default,branch,core' });
});
afterAll(() => api.close());

const login = { username: 'device-user', password: 'device-password' };
const body = (more: object = {}) => ({ host: '192.0.2.1', commands: [`show ${randomUUID()}`], ...more });
const ask = (json: object, authorization = bearer('operator'), path = '/v2/send-command') =>
  api.ask(path, { as: null, headers: { authorization }, json });

test('202 for a key with a login in the body, which is passed to the worker', async () => {
  expect((await ask(body({ ...login, enable: 'enable-me' }))).status).toBe(202);
  const claim = await api.worker.jobs.claim(
    (await api.worker.redis.rpop(keys.queueWaiting('default'))) ?? '',
    'w',
  );
  if (claim.outcome !== 'run') throw new Error(claim.outcome);
  const { username, password, enable } = claim.job.credentials;
  expect([username, password.reveal(), enable?.reveal()]).toEqual([
    'device-user',
    'device-password',
    'enable-me',
  ]);
});

test.each(['/v2/send-command', '/v2/send-command-structured', '/v2/send-config'])(
  '422 from %s for a key without a login in the body, together with all other faults',
  async (path) => {
    const { status, json } = await ask(body({ port: 0 }), bearer('operator'), path);
    const message = 'is required, because an API key is not a device login';
    expect([status, json['details']]).toEqual([
      422,
      [
        { path: '/port', message: 'must be from 1 to 65535' },
        { path: '/username', message },
        { path: '/password', message },
      ],
    ]);
  },
);

test('400 for an unknown context, listing those that the key may use; 403 for a forbidden one', async () => {
  const key = bearer('operator', { contexts: ['default', 'branch'] });
  const unknown = await ask(body({ ...login, context: 'nowhere' }), key);
  expect([unknown.status, unknown.json]).toMatchObject([
    400,
    { code: 'UNKNOWN_CONTEXT', error: 'Unknown context; use one of: default, branch.' },
  ]);
  const forbidden = await ask(body({ ...login, context: 'core' }), key);
  expect([forbidden.status, forbidden.json]).toMatchObject([
    403,
    {
      code: 'CONTEXT_FORBIDDEN',
      error: 'Your key does not allow the context "core"; use one of: default, branch.',
    },
  ]);
  expect((await ask(body({ ...login, context: 'branch' }), key)).status).toBe(202);
});
