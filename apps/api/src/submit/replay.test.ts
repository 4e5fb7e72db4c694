import { randomUUID } from 'node:crypto';
import { keys, type ClaimedJob } from '@naas/core';
import { bearer, jwtSecret } from '../testing/keys.js';
import { startTestApi, type AskOptions, type TestApi } from '../testing/start-test-api.js';

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
  await api.worker.redis.del(keys.queueWaiting('default'), keys.queueEntries('default'));
});

const login = { username: 'device-user', password: 'device-password' };
const replay = (id: string, ask: AskOptions = {}) =>
  api.ask(`/v2/jobs/${id}/replay`, { method: 'POST', ...ask });

/** Runs a job that fails; returns its id. */
async function failed(path = '/v2/send-command', more: object = {}, ask: AskOptions = {}): Promise<string> {
  const { json } = await api.ask(path, {
    json: { host: '192.0.2.1', commands: [`show ${randomUUID()}`], ...more },
    ...ask,
  });
  await api.runNext({ status: 'failed', code: 'READ_TIMEOUT', message: 'No prompt came.' });
  return String(json['job_id']);
}

async function claimed(): Promise<ClaimedJob> {
  const claim = await api.worker.jobs.claim(
    (await api.worker.redis.rpop(keys.queueWaiting('default'))) ?? '',
    'w',
  );
  if (claim.outcome !== 'run') throw new Error(claim.outcome);
  return claim.job;
}

test('202 makes a new job with the same request; the failed one does not change', async () => {
  const id = await failed('/v2/send-config', {
    commands: ['interface eth0'],
    save_config: true,
    port: 2222,
    read_timeout: 7,
    tags: { site: 'ams1' },
  });
  const { status, json, headers } = await replay(id);
  expect([status, json['message'], headers.get('location')]).toEqual([
    202,
    'Job enqueued',
    `/v2/jobs/${String(json['job_id'])}`,
  ]);
  expect(json['job_id']).not.toBe(id);
  expect((await claimed()).request).toMatchObject({
    kind: 'send-config',
    host: '192.0.2.1',
    port: 2222,
    commands: ['interface eth0'],
    saveConfig: true,
    readTimeoutMs: 7000,
  });
  expect((await api.ask(`/v2/jobs/${String(json['job_id'])}`)).json).toMatchObject({
    tags: { site: 'ams1' },
    batch_id: null,
  });
  expect((await api.ask(`/v2/jobs/${id}`)).json).toMatchObject({ status: 'failed' });
});

test("202 uses the caller's credentials or those in the body, never stored ones", async () => {
  const id = await failed('/v2/send-command', {
    username: 'stored-user',
    password: 'stored-password',
    enable: 'stored-enable',
  });
  await replay(id);
  const own = (await claimed()).credentials;
  expect([own.username, own.password.reveal(), own.enable]).toEqual(['admin', 'secret', null]);
  await replay(id, { json: { ...login, enable: 'other-enable' } });
  const given = (await claimed()).credentials;
  expect([given.username, given.password.reveal(), given.enable?.reveal()]).toEqual([
    'device-user',
    'device-password',
    'other-enable',
  ]);
});

test('202 under v1, and for an admin who replays the job of another caller', async () => {
  const id = await failed();
  expect((await api.ask(`/v1/jobs/${id}/replay`, { method: 'POST' })).status).toBe(202);
  expect(
    (await replay(id, { as: null, headers: { authorization: bearer('admin') }, json: login })).status,
  ).toBe(202);
});

test('202 with the same job for the same idempotency key', async () => {
  const id = await failed('/v2/send-config');
  const headers = { 'x-idempotency-key': randomUUID() };
  const [first, second] = [await replay(id, { headers }), await replay(id, { headers })];
  expect(second.json).toMatchObject({ job_id: first.json['job_id'], idempotent: true });
});

test('409 for a job that is queued, finished or cancelled', async () => {
  const { json } = await api.ask('/v2/send-command', {
    json: { host: '192.0.2.1', commands: [`show ${randomUUID()}`] },
  });
  const id = String(json['job_id']);
  const queued = await replay(id);
  await api.runNext();
  const finished = await replay(id);
  for (const [{ status, json: body }, jobStatus] of [
    [queued, 'queued'],
    [finished, 'finished'],
  ] as const) {
    expect([status, body]).toMatchObject([
      409,
      { code: 'JOB_NOT_FAILED', error: `Only a failed job can be replayed; this one is ${jobStatus}.` },
    ]);
  }
});

test('404 for an unknown job, 403 for one of another caller, 403 for a viewer, 401 without credentials', async () => {
  const id = await failed();
  const viewer = { as: null, headers: { authorization: bearer('viewer') } };
  const other = { as: null, headers: { authorization: bearer('operator') }, json: login };
  expect([
    (await replay(randomUUID())).status,
    (await replay(id, { as: 'admin:other' })).status,
    (await replay(id, other)).status,
    (await replay(id, viewer)).status,
    (await replay(id, { as: null })).status,
  ]).toEqual([404, 403, 403, 403, 401]);
  expect(await api.worker.redis.llen(keys.queueWaiting('default'))).toBe(0);
});

test('422 for a key without a login, for an incomplete login, and for unknown fields in the body', async () => {
  const id = await failed();
  const faults = async (ask: AskOptions) =>
    ((await replay(id, ask)).json['details'] as readonly { readonly path: string }[]).map(({ path }) => path);
  expect(await faults({ as: null, headers: { authorization: bearer('admin') } })).toEqual([
    '/username',
    '/password',
  ]);
  expect(await faults({ json: { username: 'u' } })).toEqual(['/password']);
  expect(await faults({ json: { host: 'r2', commands: ['reload'] } })).toEqual(['/host', '/commands']);
});

test('403 when the key does not allow the context of the job', async () => {
  const authorization = bearer('operator', { id: 'k-mover' });
  const id = await failed('/v2/send-command', login, { as: null, headers: { authorization } });
  const moved = bearer('operator', { id: 'k-mover', contexts: ['branch'] });
  expect((await replay(id, { as: null, headers: { authorization: moved }, json: login })).json).toMatchObject(
    { status: 403, code: 'CONTEXT_FORBIDDEN' },
  );
});
