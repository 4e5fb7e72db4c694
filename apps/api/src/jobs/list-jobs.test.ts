import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { outputOf } from '../testing/bodies.js';
import { bearer, jwtSecret } from '../testing/keys.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    NAAS_JWT_SECRET: jwtSecret,
    NAAS_CONTEXTS: 'default,branch',
    RATE_LIMIT_ENABLED: 'false',
  });
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const context of ['default', 'branch'])
    await api.worker.redis.del(keys.queueWaiting(context), keys.queueEntries(context));
});

/** A caller who has no jobs yet. */
const newCaller = () => `caller:${randomUUID()}`;

async function submit(as: string, more: object = {}): Promise<string> {
  const { json } = await api.ask('/v2/send-command', {
    as,
    json: { host: '192.0.2.1', commands: [`show ${randomUUID()}`], ...more },
  });
  return String(json['job_id']);
}

interface Page {
  readonly jobs: readonly { readonly job_id: string }[];
}
// what the route answers
const idsIn = (json: object): readonly string[] => (json as Page).jobs.map(({ job_id }) => job_id);
const list = async (as: string, query = '', path = '/v2/jobs') =>
  (await api.ask(`${path}${query}`, { as })).json;

test('200 with the jobs of the caller, newest first, without results and outputs', async () => {
  const as = newCaller();
  expect(await list(as)).toEqual({ jobs: [], page: 1, per_page: 20, total: 0 });
  const first = await submit(as, { tags: { site: 'ams1' } });
  await api.runNext({ status: 'finished' }, [outputOf('IOS 15')]);
  const second = await submit(as);
  await submit(newCaller());
  const json = await list(as);
  expect(json).toMatchObject({
    jobs: [
      { job_id: second, status: 'queued' },
      {
        job_id: first,
        status: 'finished',
        kind: 'send-command',
        host: '192.0.2.1',
        tags: { site: 'ams1' },
        error: null,
        batch_id: null,
      },
    ],
    page: 1,
    per_page: 20,
    total: 2,
  });
  expect(JSON.stringify(json)).not.toMatch(/"results"|"outputs"|IOS 15/);
});

test('200 with the requested page, even after the last one', async () => {
  const as = newCaller();
  const ids = [await submit(as), await submit(as), await submit(as)].reverse();
  const pages = [
    await list(as, '?per_page=2'),
    await list(as, '?page=2&per_page=2'),
    await list(as, '?page=9&per_page=2'),
  ];
  expect(pages.map(idsIn)).toEqual([ids.slice(0, 2), ids.slice(2), []]);
  expect(pages[2]).toMatchObject({ page: 9, per_page: 2, total: 3 });
});

test('200 with the jobs that match status, host, context and all tags', async () => {
  const as = newCaller();
  const failed = await submit(as, { host: '2001:db8::1', tags: { site: 'ams1', 'a-b': 'x:y' } });
  await api.runNext({ status: 'failed', code: 'READ_TIMEOUT', message: 'No prompt came.' });
  const branch = await submit(as, { context: 'branch', tags: { site: 'ams1' } });
  const found = async (query: string) => idsIn(await list(as, query));
  expect([
    await found('?status=failed'),
    await found('?status=queued'),
    await found('?status=cancelled'),
  ]).toEqual([[failed], [branch], []]);
  expect([
    await found('?host=2001:DB8:0::1'),
    await found('?context=branch'),
    await found('?tag=site:ams1'),
  ]).toEqual([[failed], [branch], [branch, failed]]);
  expect([
    await found('?tag=site:ams1&tag=a-b:x:y'),
    await found('?tag=site:ams2'),
    await found('?status=queued&host=2001:db8::1'),
  ]).toEqual([[failed], [], []]);
});

test('200 with the failed jobs of the caller, optionally of one context, also under v1', async () => {
  const as = newCaller();
  const failed = await submit(as);
  await api.runNext({
    status: 'failed',
    code: 'AUTH_FAILURE',
    message: 'The device refused the credentials.',
  });
  await submit(as);
  for (const path of ['/v2/jobs/failed', '/v1/jobs/failed']) {
    expect(await list(as, '', path)).toMatchObject({
      jobs: [
        {
          job_id: failed,
          status: 'failed',
          error_code: 'AUTH_FAILURE',
          error: 'The device refused the credentials.',
        },
      ],
      total: 1,
    });
    expect([
      idsIn(await list(as, '?context=default', path)),
      idsIn(await list(as, '?context=branch', path)),
    ]).toEqual([[failed], []]);
  }
});

test('200 with the jobs of all callers for an admin, only its own for a viewer', async () => {
  const mine = await submit(newCaller());
  const of = async (authorization: string) =>
    idsIn((await api.ask('/v2/jobs', { as: null, headers: { authorization } })).json);
  expect(await of(bearer('admin'))).toContain(mine);
  expect(await of(bearer('viewer'))).toEqual([]);
});

test('403 from the failed jobs for a viewer, and for a context that the key does not allow', async () => {
  const ask = (path: string, authorization: string) =>
    api.ask(path, { as: null, headers: { authorization } });
  expect((await ask('/v2/jobs/failed', bearer('viewer'))).json).toMatchObject({
    status: 403,
    code: 'FORBIDDEN',
  });
  for (const path of ['/v2/jobs', '/v2/jobs/failed']) {
    expect(
      (await ask(`${path}?context=branch`, bearer('operator', { contexts: ['default'] }))).json,
    ).toMatchObject({ status: 403, code: 'CONTEXT_FORBIDDEN' });
  }
});

test.each([
  ['?per_page=101', 'INVALID_REQUEST', 'per_page'],
  ['?per_page=0', 'INVALID_REQUEST', 'per_page'],
  ['?page=-1', 'INVALID_REQUEST', 'page'],
  ['?page=two', 'INVALID_REQUEST', 'page'],
  ['?status=done', 'INVALID_REQUEST', 'queued, started, finished, failed, cancelled'],
  ['?tag=site', 'INVALID_REQUEST', 'tag'],
  ['?host=', 'INVALID_REQUEST', 'host'],
  ['?state=failed', 'INVALID_REQUEST', 'status'],
  ['?context=nowhere', 'UNKNOWN_CONTEXT', 'default, branch'],
])('400 for %s', async (query, code, text) => {
  const { status, json } = await api.ask(`/v2/jobs${query}`);
  expect([status, json['code'], json['error']]).toEqual([400, code, expect.stringContaining(text)]);
});

test('400 for a filter that the failed jobs do not have, and 401 without credentials', async () => {
  expect((await api.ask('/v2/jobs/failed?status=failed')).status).toBe(400);
  for (const path of ['/v2/jobs', '/v2/jobs/failed'])
    expect((await api.ask(path, { as: null })).status).toBe(401);
});
