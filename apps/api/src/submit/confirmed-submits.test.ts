import { once } from 'node:events';
import { connectRedis, disconnectRedis, keys } from '@naas/core';
import { keysNaming, serveContexts, startTestRedis, testSettings, type TestRedis } from '@naas/core/testing';
import { commandBody } from '../testing/bodies.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
let replica: TestRedis;
beforeAll(async () => {
  api = await startTestApi({ JOB_DEDUP_ENABLED: 'false' });
  replica = await startTestRedis(['--replicaof', '127.0.0.1', `${api.redis.port}`]);
  const redis = connectRedis(testSettings(api.redis.url), 'patient');
  await once(redis, 'ready');
  while (!(await redis.info('replication')).includes('state=online'));
  await api.logged('"message":"replicas of Redis"');
  await disconnectRedis(redis);
}, 20_000);
afterEach(() => replica.thaw());
afterAll(async () => {
  await api.close();
  await replica.close();
});

const submit = (headers: Readonly<Record<string, string>> = {}) =>
  api.ask('/v2/send-command', { json: commandBody, headers });

test('a job is accepted when the replica has it', async () => {
  expect((await submit()).status).toBe(202);
});

test('a job that the replica does not confirm is refused and removed', async () => {
  await serveContexts(api.worker.redis, 'default');
  const requestId = 'b2a7c7b0-6a76-4f0e-9d0e-2d5f3a1c9e01';
  replica.freeze();
  const answer = await submit({ 'x-request-id': requestId, 'x-idempotency-key': 'change-7' });
  expect([answer.status, answer.json['code'], answer.headers.get('retry-after')]).toEqual([
    503,
    'BACKEND_UNAVAILABLE',
    '1',
  ]);
  expect(answer.json['error']).toContain('was not accepted');
  const remaining = (await keysNaming(api.worker.redis, [requestId])).map(({ key }) => key);
  // Its queue entry may remain: it is refused when it is claimed.
  expect(remaining.filter((key) => !/^(bq:|naas:rate:|naas:expiring)/.test(key))).toEqual([]);

  replica.thaw();
  let again = await submit({ 'x-request-id': requestId, 'x-idempotency-key': 'change-7' });
  while (again.status === 503)
    again = await submit({ 'x-request-id': requestId, 'x-idempotency-key': 'change-7' });
  expect([again.status, again.json['job_id'], again.json['idempotent']]).toEqual([202, requestId, false]);
});

test('a job that has started is not withdrawn', async () => {
  await api.worker.redis.del(keys.queueWaiting('default'));
  replica.freeze();
  const submitted = submit({ 'x-request-id': 'b2a7c7b0-6a76-4f0e-9d0e-2d5f3a1c9e02' });
  for (let entry: string | null = null; entry === null;) {
    entry = await api.worker.redis.rpop(keys.queueWaiting('default'));
    if (entry !== null) expect((await api.worker.jobs.claim(entry, 'w')).outcome).toBe('run');
  }
  expect((await submitted).status).toBe(202);
});

test('an earlier job is not withdrawn when a repeated submit cannot be confirmed', async () => {
  const first = await submit({ 'x-idempotency-key': 'change-8' });
  replica.freeze();
  expect((await submit({ 'x-idempotency-key': 'change-8' })).status).toBe(503);
  expect((await api.ask(`/v2/jobs/${String(first.json['job_id'])}`)).status).toBe(200);
});

test('a batch is refused as a whole', async () => {
  replica.freeze();
  const answer = await api.ask('/v2/send-command/batch', {
    json: { devices: [{ host: '192.0.2.1' }, { host: '192.0.2.2' }], commands: ['show version'] },
  });
  expect(answer.status).toBe(503);
  expect(await api.worker.redis.keys(keys.batch('*'))).toEqual([]);
});
