import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { claimResolved } from '@naas/core/testing';
import { commandBody, configBody } from '../testing/bodies.js';
import { startTestApi, type AskOptions, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NAAS_CONTEXTS: 'default,unserved,full', MAX_QUEUE_DEPTH: '1' });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.worker.redis.del(keys.queueWaiting('default'), keys.queueEntries('default'));
});

const submit = (more: Readonly<Record<string, unknown>> = {}, ask: AskOptions = {}) =>
  api.ask('/v2/send-command', { json: { ...commandBody, ...more }, ...ask });
const waiting = (context = 'default') => api.worker.redis.llen(keys.queueWaiting(context));

/** Claims the only queued job, as a worker does. */
async function claimed() {
  const entry = await api.worker.redis.rpop(keys.queueWaiting('default'));
  const claim = await claimResolved(api.worker.jobs, entry ?? '');
  if (claim.outcome !== 'run') throw new Error(`not claimed: ${claim.outcome}`);
  return claim.job;
}

/** A command that is never de-duplicated, because it is unique. */
const unique = () => ({ commands: [`show ${randomUUID()}`] });

test('202 with id, queue position and Location', async () => {
  const { status, headers, json } = await submit(unique());
  expect([status, json]).toMatchObject([
    202,
    { message: 'Job enqueued', queue_position: 1, timeout: 120, idempotent: false, deduplicated: false },
  ]);
  expect(json['enqueued_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(headers.get('location')).toBe(`/v2/jobs/${String(json['job_id'])}`);
  expect(headers.get('x-request-id')).toBe(json['job_id']);
  expect(headers.get('x-api-version')).toBe('v2');
});

test('202 passes defaults for missing fields and the Basic credentials to the worker', async () => {
  await submit(unique());
  const { request, credentials } = await claimed();
  expect(request).toMatchObject({
    kind: 'send-command',
    host: '192.0.2.1',
    port: 22,
    platform: 'cisco_ios',
    context: 'default',
    readTimeoutMs: 30_000,
    connTimeoutMs: 10_000,
    expectString: null,
  });
  expect([credentials.username, credentials.password.reveal(), credentials.enable]).toEqual([
    'admin',
    'secret',
    null,
  ]);
});

test('202 passes all fields of a command body to the worker', async () => {
  await submit({
    ...unique(),
    host: 'R1.Example.NET',
    port: 2222,
    platform: 'juniper_junos',
    read_timeout: 1.5,
    conn_timeout: 3,
    expect_string: 'sure\\?',
    enable: 'enable-me',
    tags: { site: 'ber-1' },
  });
  const { jobId, request, credentials } = await claimed();
  expect(request).toMatchObject({
    host: 'r1.example.net',
    port: 2222,
    platform: 'juniper_junos',
    readTimeoutMs: 1500,
    connTimeoutMs: 3000,
    expectString: 'sure\\?',
  });
  expect(credentials.enable?.reveal()).toBe('enable-me');
  expect((await api.ask(`/v2/jobs/${jobId}`)).json).toMatchObject({
    status: 'started',
    tags: { site: 'ber-1' },
  });
});

test('202 passes configuration lines, save and commit to the worker', async () => {
  const lines = ['interface eth0', 'description uplink'];
  expect(
    (
      await api.ask('/v2/send-config', {
        json: { ...configBody, config: undefined, commands: lines, save_config: true },
      })
    ).status,
  ).toBe(202);
  expect((await claimed()).request).toMatchObject({
    kind: 'send-config',
    commands: lines,
    saveConfig: true,
    commit: false,
  });
  expect(
    (
      await api.ask('/v2/send-config', {
        json: { host: 'r2', platform: 'juniper_junos', config: lines, commit: true },
      })
    ).status,
  ).toBe(202);
  expect((await claimed()).request).toMatchObject({
    kind: 'send-config',
    commands: lines,
    saveConfig: false,
    commit: true,
  });
});

test('202 uses the login in the body if there is one; the Basic credentials remain the identity', async () => {
  const { json } = await submit({ ...unique(), username: 'device-user', password: 'device-password' });
  const { credentials } = await claimed();
  expect([credentials.username, credentials.password.reveal()]).toEqual(['device-user', 'device-password']);
  expect((await api.ask(`/v2/jobs/${String(json['job_id'])}`)).status).toBe(200);
  expect(
    (await api.ask(`/v2/jobs/${String(json['job_id'])}`, { as: 'device-user:device-password' })).status,
  ).toBe(403);
});

test('202 stores all spellings of an IPv6 address as one', async () => {
  await submit({ ...unique(), host: '2001:DB8:0::1' });
  expect((await claimed()).request.host).toBe('2001:db8::1');
});

test('202 uses X-Request-ID as the id of the job', async () => {
  const id = randomUUID();
  const { json, headers } = await submit(unique(), { headers: { 'x-request-id': id } });
  expect([json['job_id'], headers.get('x-request-id')]).toEqual([id, id]);
});

test('400 DUPLICATE_REQUEST_ID for an X-Request-ID that is already used', async () => {
  const headers = { 'x-request-id': randomUUID() };
  await submit(unique(), { headers });
  const { status, json } = await submit(unique(), { headers });
  expect([status, json['code'], await waiting()]).toEqual([400, 'DUPLICATE_REQUEST_ID', 1]);
});

test.each(['1', 'not-a-uuid', `${randomUUID()}0`])(
  '400 INVALID_REQUEST for the X-Request-ID %j, answered under a new one',
  async (id) => {
    const { status, json, headers } = await submit(unique(), { headers: { 'x-request-id': id } });
    expect([status, json['code'], await waiting()]).toEqual([400, 'INVALID_REQUEST', 0]);
    expect(json['request_id']).toMatch(/^[0-9a-f]{8}-/);
    expect(headers.get('x-request-id')).toBe(json['request_id']);
  },
);

test.each([
  ['', 'empty'],
  ['k'.repeat(256), '256 characters'],
])('400 INVALID_REQUEST for an X-Idempotency-Key that is too short or long (%#)', async (key) => {
  const { status, json } = await submit(unique(), { headers: { 'x-idempotency-key': key } });
  expect([status, json['code'], await waiting()]).toEqual([400, 'INVALID_REQUEST', 0]);
});

test('202 with the first job for the same X-Idempotency-Key and body, 422 for another body', async () => {
  const headers = { 'x-idempotency-key': 'k'.repeat(255) };
  const body = unique();
  const first = await submit(body, { headers });
  const again = await submit(body, { headers });
  expect([again.status, again.json['job_id'], again.json['idempotent']]).toEqual([
    202,
    first.json['job_id'],
    true,
  ]);
  const other = await submit(unique(), { headers });
  expect([other.status, other.json['code'], await waiting()]).toEqual([422, 'IDEMPOTENCY_MISMATCH', 1]);
});

test('202 with a new job for the same X-Idempotency-Key from another caller', async () => {
  const headers = { 'x-idempotency-key': randomUUID() };
  const body = unique();
  const first = await submit(body, { headers });
  await claimed();
  const other = await submit(body, { headers, as: 'admin:other' });
  expect([other.status, other.json['idempotent']]).toEqual([202, false]);
  expect(other.json['job_id']).not.toBe(first.json['job_id']);
});

test('202 with the job in flight for an equal command', async () => {
  const body = unique();
  const first = await submit(body);
  const again = await submit(body);
  expect([again.status, again.json['job_id'], again.json['deduplicated']]).toEqual([
    202,
    first.json['job_id'],
    true,
  ]);
  expect(again.headers.get('x-request-id')).toBe(first.json['job_id']);
});

test('400 UNKNOWN_CONTEXT lists the known contexts', async () => {
  const { status, json } = await submit({ ...unique(), context: 'mars' });
  expect([status, json]).toMatchObject([
    400,
    { code: 'UNKNOWN_CONTEXT', status: 400, error: expect.stringContaining('default, unserved, full') },
  ]);
});

test('503 NO_WORKERS with Retry-After for a context without a worker', async () => {
  await api.worker.redis.zadd(keys.served(), 1, 'unserved');
  const { status, json, headers } = await submit({ ...unique(), context: 'unserved' });
  expect([status, json['code'], headers.get('retry-after')]).toEqual([503, 'NO_WORKERS', '10']);
});

test('503 QUEUE_FULL when the context has MAX_QUEUE_DEPTH jobs waiting', async () => {
  expect((await submit({ ...unique(), context: 'full' })).status).toBe(202);
  const { status, json, headers } = await submit({ ...unique(), context: 'full' });
  expect([status, json['code'], headers.get('retry-after'), await waiting('full')]).toEqual([
    503,
    'QUEUE_FULL',
    '10',
    1,
  ]);
});
