import { announceWorker, forgetWorker, keys } from '@naas/core';
import { bearer, jwtSecret } from '../testing/keys.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NAAS_JWT_SECRET: jwtSecret, NAAS_CONTEXTS: 'default,branch,core' });
  await forgetWorker(api.worker.redis, 'test-worker');
});
afterAll(() => api.close());

const startedAt = new Date(Date.now() - 90_000).toISOString();
const sessions = { 'default:192.0.2.1:22': 2, 'default:192.0.2.2:22': 1, 'branch:2001:db8::1:22': 1 };
const announce = (id: string, contexts: readonly string[], activeJobs = 0) =>
  announceWorker(api.worker.redis, id, { contexts, activeJobs, version: '0.1.0', startedAt, sessions });
const get = (path: string, authorization = bearer('viewer')) =>
  api.ask(path, { as: null, headers: { authorization } });

test('200 with all contexts, their workers and the depth of their queues', async () => {
  await announce('host-1-4711-w1', ['default', 'branch'], 3);
  await announce('w2', ['default']);
  await api.worker.redis.lpush(keys.queueWaiting('branch'), 'a', 'b');
  const { status, json } = await get('/v2/contexts');
  expect([status, json]).toEqual([
    200,
    {
      contexts: [
        { name: 'default', workers: 2, queue_depth: 0 },
        { name: 'branch', workers: 1, queue_depth: 2 },
        { name: 'core', workers: 0, queue_depth: 0 },
      ],
    },
  ]);
});

test('200 with only the contexts that a key allows, under v1 too', async () => {
  for (const path of ['/v2/contexts', '/v1/contexts']) {
    const { json } = await get(path, bearer('viewer', { contexts: ['core', 'nowhere'] }));
    expect(json).toEqual({ contexts: [{ name: 'core', workers: 0, queue_depth: 0 }] });
  }
});

test('200 with every platform, its family and its capabilities', async () => {
  const { status, json } = await get('/v2/platforms');
  expect([status, json]).toEqual([
    200,
    {
      platforms: [
        {
          name: 'cisco_ios',
          family: 'cisco',
          capabilities: { config: true, save: true, commit: false, structured: false },
        },
        {
          name: 'juniper_junos',
          family: 'juniper',
          capabilities: { config: true, save: false, commit: true, structured: false },
        },
        {
          name: 'read_only',
          family: 'read',
          capabilities: { config: false, save: false, commit: false, structured: false },
        },
      ],
    },
  ]);
});

test('200 with the live workers', async () => {
  await announce('host-1-4711-w1', ['default', 'branch'], 3);
  await announce('w2', ['core']);
  const { status, json } = await get('/v2/workers', bearer('admin'));
  const facts = {
    session_counts: { default: 3, branch: 1 },
    sessions,
    version: '0.1.0',
    started_at: startedAt,
    uptime_seconds: expect.any(Number),
  };
  expect([status, json]).toEqual([
    200,
    {
      workers: [
        { id: 'host-1-4711-w1', contexts: ['default', 'branch'], active_jobs: 3, ...facts },
        { id: 'w2', contexts: ['core'], active_jobs: 0, ...facts },
      ],
    },
  ]);
  const [first] = json['workers'] as readonly { readonly uptime_seconds: number }[];
  expect(first?.uptime_seconds).toBeGreaterThanOrEqual(90);
});

test('an operator and a Basic caller get counts, and no device or host name', async () => {
  await announce('host-1-4711-w1', ['default', 'branch'], 3);
  for (const answer of [await get('/v2/workers', bearer('operator')), await api.ask('/v2/workers')]) {
    expect([answer.status, answer.json]).toMatchObject([
      200,
      { workers: [{ id: 'w1', active_jobs: 3, session_counts: { default: 3, branch: 1 } }, {}] },
    ]);
    expect(answer.text).not.toMatch(/192\.0\.2|2001:db8|host-1|"sessions"/);
  }
});

test('counts and devices of contexts that a key does not allow are left out', async () => {
  await announce('host-1-4711-w1', ['default', 'branch']);
  const { json } = await get('/v2/workers', bearer('admin', { contexts: ['branch'] }));
  expect(json).toMatchObject({
    workers: [{ session_counts: { branch: 1 }, sessions: { 'branch:2001:db8::1:22': 1 } }],
  });
  expect(JSON.stringify(json)).not.toContain('192.0.2');
});

test('200 with only the workers that serve a context the key allows', async () => {
  await announce('host-1-4711-w1', ['default', 'branch']);
  await announce('w2', ['core']);
  const { json } = await get('/v2/workers', bearer('operator', { contexts: ['core'] }));
  expect(json).toMatchObject({ workers: [{ id: 'w2' }] });
});

test('403 from workers for a viewer, 401 without credentials', async () => {
  expect((await get('/v2/workers')).status).toBe(403);
  for (const path of ['/v2/workers', '/v2/contexts', '/v2/platforms'])
    expect((await api.ask(path, { as: null })).status).toBe(401);
});
