import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { commandBody } from '../testing/bodies.js';
import { bearer, jwtSecret } from '../testing/keys.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NAAS_JWT_SECRET: jwtSecret, NAAS_CONTEXTS: 'default,oob,lab' });
});
afterAll(() => api.close());

const admin = bearer('admin');
const oobAdmin = bearer('admin', { contexts: ['oob'], id: 'k-oob' });
const twoAdmin = bearer('admin', { contexts: ['oob', 'lab'], id: 'k-two' });
const ask = (path: string, authorization: string, more: { method?: string; json?: unknown } = {}) =>
  api.ask(path, { as: null, headers: { authorization }, ...more });
const login = { username: 'u', password: 'p' };
async function submit(context: string, host = '192.0.2.1'): Promise<string> {
  const json = { ...commandBody, ...login, host, context, commands: [`show ${randomUUID()}`] };
  const { json: accepted } = await ask('/v2/send-command', admin, { json });
  return String(accepted['job_id']);
}
const idsOf = (json: Readonly<Record<string, unknown>>): readonly string[] =>
  // The contract defines the type.
  (json['jobs'] as readonly { readonly job_id: string }[]).map(({ job_id }) => job_id);

test.each([
  ['GET', '/v2/jobs/ID'],
  ['GET', '/v1/send_command/ID'],
  ['GET', '/v2/send-command/ID'],
  ['GET', '/v2/jobs/ID/stream'],
  ['DELETE', '/v2/jobs/ID'],
  ['POST', '/v2/jobs/ID/replay'],
])('403 CONTEXT_FORBIDDEN for %s %s of a context that the key does not allow', async (method, path) => {
  const id = await submit('default');
  const json = method === 'POST' ? { json: login } : {};
  const answer = await ask(path.replace('ID', id), oobAdmin, { method, ...json });
  expect([answer.status, answer.json['code'], answer.json['error']]).toEqual([
    403,
    'CONTEXT_FORBIDDEN',
    'This job is of a context that your key does not allow; use a key that allows it.',
  ]);
  expect(await api.worker.redis.hget(keys.job(id), 'status')).toBe('queued');
});

test('404, not 403, for a job that does not exist; 200 for one of the own context', async () => {
  expect((await ask(`/v2/jobs/${randomUUID()}`, oobAdmin)).status).toBe(404);
  expect((await ask(`/v2/jobs/${await submit('oob')}`, oobAdmin)).status).toBe(200);
});

test('a list without context has only jobs of contexts that the key allows', async () => {
  const [foreign, oob, lab] = [await submit('default'), await submit('oob'), await submit('lab')];
  const seen = async (authorization: string) => {
    const { json } = await ask('/v2/jobs?per_page=100', authorization);
    return [foreign, oob, lab].map((id) => idsOf(json).includes(id));
  };
  expect([await seen(oobAdmin), await seen(twoAdmin), await seen(admin)]).toEqual([
    [false, true, false],
    [false, true, true],
    [true, true, true],
  ]);
});

test('the list of several contexts is one list, newest first, page by page', async () => {
  const host = '192.0.2.77';
  const submitted: string[] = [];
  for (const context of ['oob', 'lab', 'lab', 'default', 'oob']) submitted.push(await submit(context, host));
  const expected = submitted.filter((_id, index) => index !== 3).reverse();
  const pages = [1, 2, 3].map((page) => ask(`/v2/jobs?host=${host}&per_page=2&page=${page}`, twoAdmin));
  const answers = (await Promise.all(pages)).map(({ json }) => [idsOf(json), json['total']] as const);
  // Jobs of one millisecond may stand in any order.
  expect(answers.flatMap(([ids]) => ids).sort()).toEqual([...expected].sort());
  expect(answers.map(([ids, total]) => [ids.length, total])).toEqual([
    [2, 4],
    [2, 4],
    [0, 4],
  ]);
});

test('400 for a page of several contexts that is too far, naming the way out', async () => {
  const { status, json } = await ask('/v2/jobs?page=1000000&per_page=100', twoAdmin);
  expect([status, json['code'], json['error']]).toEqual([
    400,
    'INVALID_REQUEST',
    'This page of a list of several contexts is too far; give "context", one of: oob, lab.',
  ]);
});

test('403 CONTEXT_FORBIDDEN for a batch with a job of a context that the key does not allow', async () => {
  const made = await ask('/v2/send-command/batch', admin, {
    json: {
      commands: ['show clock'],
      ...login,
      devices: [
        { host: '192.0.2.61', context: 'oob' },
        { host: '192.0.2.62', context: 'default' },
      ],
    },
  });
  const path = `/v2/batches/${String(made.json['batch_id'])}`;
  for (const [method, place] of [
    ['GET', path],
    ['GET', `${path}/stream`],
    ['DELETE', path],
  ] as const) {
    const { status, json } = await ask(place, oobAdmin, { method });
    expect([status, json['code']]).toEqual([403, 'CONTEXT_FORBIDDEN']);
  }
  expect((await ask(path, admin)).json['pending']).toBe(2);
});

test('failed jobs are listed by context too, and a refusal is audited with the context', async () => {
  const id = await submit('default', '192.0.2.78');
  let done = '';
  while (done !== id)
    done = await api.runNext({ status: 'failed', code: 'AUTH_FAILURE', message: 'Refused.' });
  expect(idsOf((await ask('/v2/jobs/failed', admin)).json)).toContain(id);
  expect(idsOf((await ask('/v2/jobs/failed', oobAdmin)).json)).not.toContain(id);
  expect((await ask(`/v2/jobs/${id}/replay`, oobAdmin, { json: login })).json['code']).toBe(
    'CONTEXT_FORBIDDEN',
  );
  expect(api.audit.of('auth.context_denied').at(-1)).toMatchObject({ identity: 'k-oob', context: 'default' });
});
