import { claimResolved } from '@naas/core/testing';
import { randomUUID } from 'node:crypto';
import { keys, type ClaimedJob } from '@naas/core';
import { bearer, jwtSecret } from '../testing/keys.js';
import { startTestApi, type Answer, type AskOptions, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    NAAS_JWT_SECRET: jwtSecret,
    NAAS_CONTEXTS: 'default,branch,full,unserved',
    MAX_QUEUE_DEPTH: '5',
  });
  await api.worker.redis.zrem(keys.served(), 'unserved');
  await api.worker.redis.lpush(keys.queueWaiting('full'), '1', '2', '3', '4', '5');
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const context of ['default', 'branch'])
    await api.worker.redis.del(keys.queueWaiting(context), keys.queueEntries(context));
});

const login = { username: 'device-user', password: 'device-password' };
const devices = [{ host: '192.0.2.1' }, { host: '192.0.2.2' }, { host: '192.0.2.3' }];
const send = (more: object = {}, ask: AskOptions = {}) =>
  api.ask('/v2/send-command/batch', { json: { commands: ['show version'], devices, ...more }, ...ask });
const waiting = (context = 'default') => api.worker.redis.llen(keys.queueWaiting(context));
const idOf = ({ json }: Answer): string => String(json['batch_id']);
const status = async (answer: Answer) => (await api.ask(`/v2/batches/${idOf(answer)}`)).json;

async function claimed(context = 'default'): Promise<ClaimedJob> {
  const entry = (await api.worker.redis.rpop(keys.queueWaiting(context))) ?? '';
  const claim = await claimResolved(api.worker.jobs, entry);
  if (claim.outcome !== 'run') throw new Error(claim.outcome);
  return claim.job;
}

test('202 makes one job per device, in order, with the path of the batch in Location', async () => {
  const answer = await send();
  const ids = answer.json['job_ids'] as readonly string[];
  expect([answer.status, answer.json]).toEqual([
    202,
    {
      batch_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      job_ids: [expect.any(String), expect.any(String), expect.any(String)],
      total: 3,
    },
  ]);
  expect([answer.headers.get('location'), await waiting()]).toEqual([`/v2/batches/${idOf(answer)}`, 3]);
  for (const [index, id] of ids.entries()) {
    expect((await api.ask(`/v2/jobs/${id}`)).json).toMatchObject({
      host: devices[index]?.host,
      kind: 'send-command',
      platform: 'cisco_ios',
      port: 22,
      status: 'queued',
      batch_id: idOf(answer),
    });
  }
});

test('202 lets a device inherit the fields that it does not set', async () => {
  await send({
    port: 2222,
    platform: 'juniper_junos',
    context: 'branch',
    enable: 'batch-enable',
    read_timeout: 7,
    tags: { site: 'ams1' },
    ...login,
    expect_string: 'sure',
    devices: [
      { host: 'r1' },
      {
        host: 'R2.Example.NET',
        port: 22,
        platform: 'cisco_ios',
        context: 'default',
        username: 'own-user',
        password: 'own-password',
        enable: 'own-enable',
      },
    ],
  });
  const [heir, own] = [await claimed('branch'), await claimed('default')];
  expect(heir.request).toMatchObject({
    host: 'r1',
    port: 2222,
    platform: 'juniper_junos',
    context: 'branch',
    readTimeoutMs: 7000,
    expectString: 'sure',
  });
  expect(own.request).toMatchObject({
    host: 'r2.example.net',
    port: 22,
    platform: 'cisco_ios',
    context: 'default',
    readTimeoutMs: 7000,
  });
  const secrets = ({ credentials: { username, password, enable } }: ClaimedJob) => [
    username,
    password.reveal(),
    enable?.reveal(),
  ];
  expect([secrets(heir), secrets(own)]).toEqual([
    ['device-user', 'device-password', 'batch-enable'],
    ['own-user', 'own-password', 'own-enable'],
  ]);
  expect((await api.ask(`/v2/jobs/${heir.jobId}`)).json).toMatchObject({ tags: { site: 'ams1' } });
});

test('202 uses the Basic credentials if neither device nor batch has a login', async () => {
  await send({ devices: [{ host: 'r1' }] });
  const { username, password } = (await claimed()).credentials;
  expect([username, password.reveal()]).toEqual(['admin', 'secret']);
});

test('202 passes configuration lines, save and commit to each job', async () => {
  const { status: code } = await api.ask('/v2/send-config/batch', {
    json: { config: ['interface eth0'], devices: [{ host: 'r1' }], save_config: true },
  });
  expect([code, (await claimed()).request]).toMatchObject([
    202,
    { kind: 'send-config', commands: ['interface eth0'], saveConfig: true, commit: false },
  ]);
});

test('202 with the same batch for the same idempotency key, 422 for another body', async () => {
  const headers = { 'x-idempotency-key': randomUUID() };
  const [first, second] = [await send({}, { headers }), await send({}, { headers })];
  expect([second.status, second.json, await waiting()]).toEqual([202, first.json, 3]);
  expect((await send({ commands: ['show clock'] }, { headers })).json).toMatchObject({
    status: 422,
    code: 'IDEMPOTENCY_MISMATCH',
  });
});

test('202 is audited as a batch and as each of its jobs', async () => {
  const answer = await send({ devices: [{ host: 'r1' }] });
  expect(api.audit.of('batch.submitted').filter((line) => line['batch_id'] === idOf(answer))).toMatchObject([
    {
      event_type: 'batch.submitted',
      batch_id: idOf(answer),
      kind: 'send-command',
      job_count: 1,
      command_count: 1,
      request_id: answer.headers.get('x-request-id'),
    },
  ]);
  const [jobId] = answer.json['job_ids'] as readonly string[];
  expect(api.audit.of('job.submitted')).toContainEqual(
    expect.objectContaining({ request_id: jobId, host: 'r1' }),
  );
});

test.each([
  [400, 'UNKNOWN_CONTEXT', 'nowhere'],
  [503, 'NO_WORKERS', 'unserved'],
  [503, 'QUEUE_FULL', 'full'],
])('%i %s refuses the whole batch for one device, and queues nothing', async (code, name, context) => {
  const { json } = await send({ devices: [...devices, { host: 'r9', context }] });
  expect([json, await waiting()]).toMatchObject([
    {
      status: code,
      code: name,
      error: expect.stringContaining(name === 'UNKNOWN_CONTEXT' ? 'default' : context),
    },
    0,
  ]);
});

test('403 CONTEXT_FORBIDDEN for one device refuses the whole batch', async () => {
  const authorization = bearer('operator', { contexts: ['default'] });
  const { json } = await send(
    { ...login, devices: [...devices, { host: 'r9', context: 'branch' }] },
    { as: null, headers: { authorization } },
  );
  expect([json, await waiting()]).toMatchObject([{ status: 403, code: 'CONTEXT_FORBIDDEN' }, 0]);
});

const faultsOf = async (answer: Promise<Answer>) => (await answer).json['details'];

test('422 lists the faults of the batch and of each device', async () => {
  expect(
    await faultsOf(
      send({
        commands: [],
        devices: [{ host: 'r1', port: 0 }, {}, { host: 'r 2', ip: 'x' }, { host: 'r3', username: 'u' }, 'r4'],
        extra: 1,
      }),
    ),
  ).toEqual([
    { path: '/extra', message: 'is not a field of this request; remove it' },
    { path: '/devices/0/port', message: 'must be from 1 to 65535' },
    { path: '/devices/1/host', message: expect.stringContaining('is required') },
    { path: '/devices/2/ip', message: 'is not a field of this request; use "host"' },
    { path: '/devices/2/host', message: expect.stringContaining('without spaces') },
    { path: '/devices/4', message: 'must be a JSON object' },
    { path: '/commands', message: 'must have at least one entry' },
    { path: '/devices/3/password', message: 'is required with "username"' },
  ]);
  expect(await faultsOf(send({ devices: [] }))).toEqual([
    { path: '/devices', message: 'must have at least one entry' },
  ]);
});

test('422 over BATCH_MAX_DEVICES and BATCH_MAX_COMMANDS', async () => {
  const many = Array.from({ length: 101 }, (_, index) => ({ host: `r${index}` }));
  const lines = Array.from({ length: 51 }, (_, index) => `show ${index}`);
  expect(await faultsOf(send({ devices: many, commands: lines }))).toEqual([
    { path: '/devices', message: 'must have at most 100 entries in a batch; send several batches' },
    { path: '/commands', message: 'must have at most 50 entries in a batch; send several batches' },
  ]);
  expect((await api.ask('/v2/send-config/batch', { json: { devices, config: lines } })).json).toMatchObject({
    details: [{ path: '/config' }],
  });
});

test('422 for a key if neither the device nor the batch has a login', async () => {
  const ask = { as: null, headers: { authorization: bearer('operator') } };
  const message = 'is required, because an API key is not a device login';
  expect(await faultsOf(send({}, ask))).toEqual([
    { path: '/username', message },
    { path: '/password', message },
  ]);
  expect(await faultsOf(send({ devices: [{ host: 'r1', ...login }, { host: 'r2' }] }, ask))).toEqual([
    { path: '/devices/1/username', message },
    { path: '/devices/1/password', message },
  ]);
  expect(
    (
      await send(
        {
          devices: [
            { host: 'r1', ...login },
            { host: 'r2', ...login },
          ],
        },
        ask,
      )
    ).status,
  ).toBe(202);
});

test('422 for a device whose platform does not support what the batch asks for', async () => {
  const config = (more: object) =>
    faultsOf(api.ask('/v2/send-config/batch', { json: { commands: ['x'], ...more } }));
  expect(
    await config({
      save_config: true,
      devices: [
        { host: 'r1' },
        { host: 'r2', platform: 'juniper_junos' },
        { host: 'r3', platform: 'read_only' },
      ],
    }),
  ).toEqual([
    {
      path: '/devices/1/platform',
      message:
        'juniper_junos has no command to save its configuration; leave this device or "save_config" out',
    },
    {
      path: '/devices/2/platform',
      message: 'read_only supports only commands, not configuration; leave this device out',
    },
    {
      path: '/devices/2/platform',
      message: 'read_only has no command to save its configuration; leave this device or "save_config" out',
    },
  ]);
  expect(await config({ commit: true, devices: [{ host: 'r1' }] })).toMatchObject([{ path: '/commit' }]);
});

test('200 with the job counts and the status of a batch', async () => {
  const answer = await send();
  const [one, two, three] = answer.json['job_ids'] as readonly string[];
  expect(await status(answer)).toEqual({
    batch_id: idOf(answer),
    total: 3,
    completed: 0,
    failed: 0,
    cancelled: 0,
    pending: 3,
    status: 'pending',
    jobs: [
      { job_id: one, host: '192.0.2.1', port: 22, status: 'queued' },
      { job_id: two, host: '192.0.2.2', port: 22, status: 'queued' },
      { job_id: three, host: '192.0.2.3', port: 22, status: 'queued' },
    ],
  });
  await api.runNext();
  await api.runNext({
    status: 'failed',
    code: 'AUTH_FAILURE',
    message: 'The device refused the credentials.',
  });
  expect(await status(answer)).toMatchObject({ completed: 1, failed: 1, pending: 1, status: 'pending' });
  await api.runNext();
  expect(await status(answer)).toMatchObject({
    completed: 2,
    failed: 1,
    pending: 0,
    status: 'partial_failure',
    jobs: [
      {},
      {
        job_id: two,
        status: 'failed',
        error: 'The device refused the credentials.',
        error_code: 'AUTH_FAILURE',
      },
      {},
    ],
  });
});

test('200 complete, failed or cancelled if all jobs ended in the same way', async () => {
  const [good, bad, dropped] = [
    await send({ devices: [{ host: 'g' }] }),
    await send({ devices: [{ host: 'b' }] }),
    await send({ devices: [{ host: 'd' }] }),
  ];
  await api.runNext();
  await api.runNext({ status: 'failed', code: 'READ_TIMEOUT', message: 'No prompt came.' });
  await api.ask(`/v2/batches/${idOf(dropped)}`, { method: 'DELETE' });
  expect([
    (await status(good))['status'],
    (await status(bad))['status'],
    (await status(dropped))['status'],
  ]).toEqual(['complete', 'failed', 'cancelled']);
});

test('204 cancels the pending jobs and leaves the ended ones; 204 again when repeated', async () => {
  const answer = await send();
  await api.runNext();
  const cancel = () => api.ask(`/v2/batches/${idOf(answer)}`, { method: 'DELETE' });
  expect([(await cancel()).status, (await cancel()).status]).toEqual([204, 204]);
  expect(await status(answer)).toMatchObject({
    completed: 1,
    cancelled: 2,
    pending: 0,
    status: 'partial_failure',
  });
  await expect(claimed()).rejects.toThrow('nothing');
  const cancelled = (answer.json['job_ids'] as readonly string[]).map(
    (id) => api.audit.of('job.cancelled').filter((line) => line['request_id'] === id).length,
  );
  expect(cancelled).toEqual([0, 1, 1]);
});

test.each(['GET', 'DELETE'])(
  'for %s: 404 for an unknown batch, 403 for one of another caller, 401 without credentials',
  async (method) => {
    const answer = await send();
    const ask = async (id: string, more: AskOptions = {}) =>
      (await api.ask(`/v2/batches/${id}`, { method, ...more })).status;
    const operator = { as: null, headers: { authorization: bearer('operator') } };
    expect([
      await ask(randomUUID()),
      await ask('nonsense'),
      await ask(idOf(answer), { as: 'admin:other' }),
      await ask(idOf(answer), operator),
      await ask(idOf(answer), { as: null }),
    ]).toEqual([404, 404, 403, 403, 401]);
    expect(await status(answer)).toMatchObject({ pending: 3 });
    expect(await ask(idOf(answer), { as: null, headers: { authorization: bearer('admin') } })).toBe(
      method === 'GET' ? 200 : 204,
    );
  },
);

test('403 for a viewer who submits or cancels', async () => {
  const viewer = { as: null, headers: { authorization: bearer('viewer') } };
  expect([
    (await send(login, viewer)).status,
    (await api.ask(`/v2/batches/${randomUUID()}`, { method: 'DELETE', ...viewer })).status,
  ]).toEqual([403, 403]);
});
