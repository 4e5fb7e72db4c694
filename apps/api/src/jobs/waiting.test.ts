import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { commandBody, outputOf } from '../testing/bodies.js';
import { startTestApi, type AskOptions, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

const submit = (ask: AskOptions = {}) =>
  api.ask('/v2/send-command', { json: { ...commandBody, commands: [`show ${randomUUID()}`] }, ...ask });
const waitFor = (seconds: number) => ({ headers: { prefer: `wait=${seconds}` } });

/** Resolves once the API has subscribed to the wake channel of a job. */
async function listening(): Promise<void> {
  for (;;) {
    // CHANNELS replies with a list of names.
    const channels = (await api.worker.redis.pubsub('CHANNELS', 'naas:wake:*')) as readonly string[];
    if (channels.length > 0) return;
  }
}

/** Number of the API's connections to Redis. */
const connections = async () =>
  String(await api.worker.redis.client('LIST'))
    .split('\n')
    .filter((line) => /name=naas-(fail-fast|subscriber)/.test(line)).length;

test('200 with the result for a POST whose job ends in time', async () => {
  const posted = submit(waitFor(20));
  await listening();
  const id = await api.runNext({ status: 'finished' }, [outputOf('IOS 15')]);
  const { status, json, headers } = await posted;
  expect([status, json]).toMatchObject([
    200,
    { job_id: id, status: 'finished', results: { 'show version': 'IOS 15' } },
  ]);
  expect([headers.get('preference-applied'), headers.get('location'), headers.get('x-request-id')]).toEqual([
    'wait=20',
    `/v2/jobs/${id}`,
    id,
  ]);
});

test('200 for a POST whose job fails in time', async () => {
  const posted = submit(waitFor(20));
  await api.runNext({ status: 'failed', code: 'AUTH_FAILURE', message: 'Refused.' });
  expect(await posted).toMatchObject({ status: 200, json: { status: 'failed', error_code: 'AUTH_FAILURE' } });
});

test('200 says how many seconds were applied, at most 50, for a POST and a GET', async () => {
  const posted = submit(waitFor(3600));
  const id = await api.runNext();
  const read = await api.ask(`/v2/jobs/${id}`, waitFor(60));
  const applied = [await posted, read].map(({ headers }) => headers.get('preference-applied'));
  expect(applied).toEqual(['wait=50', 'wait=50']);
});

test('a wait is cut to MAX_WAIT', async () => {
  const impatient = await startTestApi({ MAX_WAIT: '1' });
  const json = { ...commandBody };
  const { status } = await impatient.ask('/v2/send-command', { json, ...waitFor(50) });
  const { json: accepted } = await impatient.ask('/v2/send-command', { json, ...waitFor(50) });
  const read = await impatient.ask(`/v2/jobs/${String(accepted['job_id'])}`, waitFor(50));
  await impatient.close();
  expect([status, read.status, read.headers.get('preference-applied')]).toEqual([202, 200, 'wait=1']);
});

test('202 for a POST whose job does not end in time', async () => {
  const startedAt = performance.now();
  const { status, json, headers } = await submit(waitFor(1));
  expect([status, json['message'], headers.get('preference-applied')]).toEqual([202, 'Job enqueued', null]);
  expect(performance.now() - startedAt).toBeGreaterThan(950);
});

test.each(['wait=soon', 'wait=-1', 'respond-async'])('202 at once for Prefer: %s', async (prefer) => {
  const { status, headers } = await submit({ headers: { prefer } });
  expect([status, headers.get('preference-applied')]).toEqual([202, null]);
});

test('200 with the earlier job for a waiting POST that repeats it', async () => {
  const headers = { 'x-idempotency-key': 'again' };
  const json = { ...commandBody };
  await api.ask('/v2/send-command', { json, headers });
  const again = api.ask('/v2/send-command', { json, headers: { ...headers, prefer: 'wait=20' } });
  await listening();
  const id = await api.runNext();
  expect(await again).toMatchObject({ status: 200, json: { job_id: id, status: 'finished' } });
});

test('200 for a waiting GET when the job ends', async () => {
  const id = String((await submit()).json['job_id']);
  const response = api.ask(`/v2/jobs/${id}`, waitFor(20));
  await listening();
  await api.runNext();
  const { status, json, headers } = await response;
  expect([status, json['status'], headers.get('preference-applied')]).toEqual([200, 'finished', 'wait=20']);
});

test('200 for a waiting GET whose job does not end in time, with its current state', async () => {
  const id = String((await submit()).json['job_id']);
  expect(await api.ask(`/v2/jobs/${id}`, waitFor(1))).toMatchObject({
    status: 200,
    json: { status: 'queued' },
  });
});

test('403 at once for a waiting GET of a job of another caller', async () => {
  const id = String((await submit()).json['job_id']);
  expect((await api.ask(`/v2/jobs/${id}`, { ...waitFor(60), as: 'other:secret' })).status).toBe(403);
});

test('50 waiting requests need no extra connection to Redis', async () => {
  const before = await connections();
  const waits = Array.from({ length: 50 }, () => submit(waitFor(20)));
  await listening();
  expect(await connections()).toBe(before);
  for (const _ of waits) await api.runNext();
  expect((await Promise.all(waits)).map(({ status }) => status)).toEqual(Array(50).fill(200));
});

test('a client that disconnects ends its wait; the job continues', async () => {
  const client = new AbortController();
  const posted = submit({ ...waitFor(60), signal: client.signal });
  await listening();
  client.abort();
  await expect(posted).rejects.toThrow(/abort/);
  expect(JSON.parse(await api.logged('"status":499'))).toMatchObject({
    route: '/v2/send-command',
    status: 499,
  });
  expect(await api.worker.redis.pubsub('CHANNELS', 'naas:wake:*')).toEqual([]);
  expect(await api.worker.redis.llen(keys.queueWaiting('default'))).toBe(1);
});

test('202 for a waiting POST when the API stops, and the stop completes at once', async () => {
  const posted = submit(waitFor(60));
  await listening();
  const startedAt = performance.now();
  await api.stop();
  const { status, headers } = await posted;
  expect([status, headers.get('connection')]).toEqual([202, 'close']);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('202 for a waiting POST when Redis goes away, since the job exists', async () => {
  const posted = submit(waitFor(2));
  await listening();
  await api.redis.kill();
  expect((await posted).status).toBe(202);
});

test('202 for a waiting POST when Redis starts to hang', async () => {
  const posted = submit(waitFor(1));
  await listening();
  api.redis.freeze();
  const { status } = await posted;
  api.redis.thaw();
  expect(status).toBe(202);
});
