import { randomUUID } from 'node:crypto';
import { connectRedis, disconnectRedis, Jobs, KeyRing, keys, createLog } from '@naas/core';
import { testSettings } from '@naas/core/testing';
import { startApi } from '../start-api.js';
import { commandBody, configBody, outputOf } from '../testing/bodies.js';
import { basic, startTestApi, testPlatforms, type TestApi } from '../testing/start-test-api.js';

const oldKey = Buffer.alloc(32, 1).toString('base64');
const newKey = Buffer.alloc(32, 2).toString('base64');

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ NAAS_ENCRYPTION_KEY: oldKey });
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.worker.redis.del(keys.queueWaiting('default'), keys.queueEntries('default'));
});

async function submit(as = 'admin:secret'): Promise<string> {
  const { json } = await api.ask('/v2/send-command', {
    json: { ...commandBody, commands: [`show ${randomUUID()}`] },
    as,
  });
  return String(json['job_id']);
}

const paths = ['/v2/send-command', '/v2/send-config', '/v2/jobs'] as const;

test.each(paths)('200 with a job of any kind under %s', async (path) => {
  const command = await submit();
  const config = String((await api.ask('/v2/send-config', { json: configBody })).json['job_id']);
  expect((await api.ask(`${path}/${command}`)).json).toMatchObject({
    job_id: command,
    kind: 'send-command',
    status: 'queued',
    outputs: null,
  });
  expect((await api.ask(`${path}/${config}`)).json).toMatchObject({
    job_id: config,
    kind: 'send-config',
    status: 'queued',
  });
});

test('200 with the outputs of a finished job, not to be cached', async () => {
  const id = await submit();
  await api.runNext({ status: 'finished' }, [outputOf('IOS 15')]);
  const { status, json, headers } = await api.ask(`/v2/jobs/${id}`);
  expect([status, json]).toMatchObject([
    200,
    { status: 'finished', results: { 'show version': 'IOS 15' }, error: null },
  ]);
  expect([headers.get('cache-control'), headers.get('etag'), headers.get('x-powered-by')]).toEqual([
    'no-store',
    null,
    null,
  ]);
});

test('200 with error, code and the outputs so far of a failed job', async () => {
  const id = await submit();
  await api.runNext({ status: 'failed', code: 'READ_TIMEOUT', message: 'No prompt came.' }, [
    outputOf('IOS 15'),
  ]);
  expect((await api.ask(`/v2/jobs/${id}`)).json).toMatchObject({
    status: 'failed',
    error: 'No prompt came.',
    error_code: 'READ_TIMEOUT',
    error_retryable: true,
    outputs: [{ output: 'IOS 15' }],
  });
});

test.each(['GET', 'DELETE'])('404 for %s of an unknown job, and of an invalid id', async (method) => {
  for (const id of [randomUUID(), 'nonsense', '..%2Fworkers', `${randomUUID()}:outputs`]) {
    const { status, json } = await api.ask(`/v2/jobs/${id}`, { method });
    expect([status, json['code']]).toEqual([404, 'NOT_FOUND']);
  }
});

test.each(['GET', 'DELETE'])(
  '403 for %s of a job submitted with another password or user name',
  async (method) => {
    const id = await submit();
    for (const as of ['admin:other', 'other:secret']) {
      const { status, json } = await api.ask(`/v2/jobs/${id}`, { method, as });
      expect([status, json]).toEqual([
        403,
        {
          error: "This job was submitted with other credentials; use those, or an admin's.",
          code: 'FORBIDDEN',
          status: 403,
          request_id: expect.any(String),
        },
      ]);
    }
    expect((await api.ask(`/v2/jobs/${id}`)).json['status']).toBe('queued');
  },
);

test('200 and 204 for a job from before a rotation of the encryption key, 403 for another caller', async () => {
  const [kept, foreign] = [await submit(), await submit('other:secret')];
  const settings = testSettings(api.redis.url, {
    NAAS_TLS: 'off',
    NAAS_PORT: '0',
    NAAS_ENCRYPTION_KEY: `${newKey},${oldKey}`,
  });
  const log = createLog(settings, 'naas-api');
  const rotated = await startApi({ settings, log, platforms: testPlatforms });
  const ask = (id: string, method: string) =>
    fetch(`${rotated.url}/v2/jobs/${id}`, { method, headers: { authorization: basic('admin:secret') } });
  // The API answers 503 until it is connected to Redis.
  let first = await ask(kept, 'GET');
  while (first.status === 503) first = await ask(kept, 'GET');
  expect([first.status, (await ask(foreign, 'GET')).status, (await ask(kept, 'DELETE')).status]).toEqual([
    200, 403, 204,
  ]);
  await rotated.stop();
});

test.each(paths)('204 for a queued job cancelled under %s, which is never executed', async (path) => {
  const id = await submit();
  const { status, text } = await api.ask(`${path}/${id}`, { method: 'DELETE' });
  expect([status, text]).toEqual([204, '']);
  expect((await api.ask(`/v2/jobs/${id}`)).json['status']).toBe('cancelled');
  const entry = await api.worker.redis.rpop(keys.queueWaiting('default'));
  expect(await api.worker.jobs.claim(entry ?? '', 'w')).toMatchObject({ outcome: 'nothing' });
});

test('204 for a started job, and its worker is notified', async () => {
  const id = await submit();
  const entry = await api.worker.redis.rpop(keys.queueWaiting('default'));
  const claim = await api.worker.jobs.claim(entry ?? '', 'w');
  if (claim.outcome !== 'run') throw new Error(claim.outcome);
  expect((await api.ask(`/v2/jobs/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await api.worker.jobs.renew([claim.job])).toEqual(['cancel']);
});

test('409 for a job that has ended', async () => {
  const id = await submit();
  await api.runNext();
  const { status, json } = await api.ask(`/v2/jobs/${id}`, { method: 'DELETE' });
  expect([status, json['code']]).toEqual([409, 'JOB_ENDED']);
});

test('500 without the cause when a record is damaged; the log has the stack', async () => {
  const id = await submit();
  await api.worker.redis.hset(keys.job(id), 'enqueued_at', 'yesterday');
  const { status, json, text } = await api.ask(`/v2/jobs/${id}`);
  expect([status, json]).toEqual([
    500,
    {
      error: 'This is a defect in NAAS; report it with the request id.',
      code: 'INTERNAL_ERROR',
      status: 500,
      request_id: expect.any(String),
    },
  ]);
  expect(text).not.toContain('time');
  expect(await api.logged(`"request_id":"${String(json['request_id'])}"`)).toContain('RangeError');
});

test('a job whose results were sealed with a removed key is shown without them', async () => {
  const id = await submit();
  const settings = testSettings(api.redis.url, { NAAS_ENCRYPTION_KEY: newKey });
  const redis = connectRedis(settings, 'patient');
  const stranger = new Jobs({ redis, keyRing: new KeyRing(newKey), settings });
  const entry = await redis.rpop(keys.queueWaiting('default'));
  const claim = await stranger.claim(entry ?? '', 'w');
  if (claim.outcome !== 'unusable') throw new Error(claim.outcome);
  await stranger.emit(claim, 0, outputOf('x'));
  await disconnectRedis(redis);
  const { status, json } = await api.ask(`/v2/jobs/${id}`);
  expect([status, json['status'], json['outputs']]).toEqual([200, 'started', null]);
});
