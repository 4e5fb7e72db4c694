import { failDisk } from '@naas/core/testing';
import { commandBody } from '../testing/bodies.js';
import { startTestApi, type Answer, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeEach(async () => {
  api = await startTestApi();
});
afterEach(() => api.close());

let submitted = 0;
/** Submits a job that differs from all others. */
const submit = () =>
  api.ask('/v2/send-command', { json: { ...commandBody, tags: { n: `${(submitted += 1)}` } } });

async function timed(request: Promise<Answer>): Promise<Answer & { readonly ms: number }> {
  const startedAt = performance.now();
  return { ...(await request), ms: performance.now() - startedAt };
}

/** Repeats a request until Redis is connected again. */
async function untilConnected(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}

test('503 with Retry-After at once while Redis is down, and 202 by itself once it is back', async () => {
  const accepted = await submit();
  await api.redis.kill();
  await api.logged('Redis cannot be reached');
  for (const request of [
    submit(),
    api.ask(`/v2/jobs/${String(accepted.json['job_id'])}`),
    api.ask(`/v2/jobs/${String(accepted.json['job_id'])}`, { method: 'DELETE' }),
  ]) {
    const { status, json, headers, ms } = await timed(request);
    expect([status, json['code'], headers.get('retry-after')]).toEqual([503, 'BACKEND_UNAVAILABLE', '1']);
    expect(ms).toBeLessThan(2000);
  }
  await api.redis.start();
  expect((await untilConnected(submit)).status).toBe(202);
  expect((await api.ask(`/v2/jobs/${String(accepted.json['job_id'])}`)).status).toBe(200);
});

test('504 within 2 s for a submit while Redis hangs, 503 for what only reads, and 202 afterwards', async () => {
  const accepted = await submit();
  api.redis.freeze();
  const [sent, read] = await Promise.all([
    timed(submit()),
    timed(api.ask(`/v2/jobs/${String(accepted.json['job_id'])}`)),
  ]);
  // Its bytes have left, and Redis cannot say what became of them.
  expect([sent.status, sent.json['code']]).toEqual([504, 'OUTCOME_UNKNOWN']);
  expect(sent.headers.get('location')).toBe(`/v2/jobs/${String(sent.json['job_id'])}`);
  expect([read.status, read.headers.get('retry-after')]).toEqual([503, '1']);
  for (const { ms } of [sent, read]) expect(ms).toBeLessThan(2500);
  api.redis.thaw();
  expect((await untilConnected(submit)).status).toBe(202);
});

test('200 degraded within a second from healthcheck, whether Redis is down or hangs', async () => {
  const degraded = {
    status: 'degraded',
    components: { redis: { status: 'unavailable' }, queue: { depth: null }, workers: { count: null } },
  };
  api.redis.freeze();
  const hung = await timed(api.ask('/healthcheck', { as: null }));
  api.redis.thaw();
  await api.redis.kill();
  const down = await timed(api.ask('/healthcheck', { as: null }));
  for (const { status, json, ms } of [hung, down]) {
    expect([status, json]).toMatchObject([200, degraded]);
    expect(ms).toBeLessThan(1000);
  }
});

test('503 within a second from readyz, whether Redis is down or hangs; livez still answers 200', async () => {
  api.redis.freeze();
  const hung = await timed(api.ask('/readyz', { as: null }));
  expect((await api.ask('/livez', { as: null })).status).toBe(200);
  api.redis.thaw();
  await api.redis.kill();
  const down = await timed(api.ask('/readyz', { as: null }));
  for (const { status, json, headers, ms } of [hung, down]) {
    expect([status, json['code'], headers.get('retry-after')]).toEqual([503, 'BACKEND_UNAVAILABLE', '1']);
    expect(ms).toBeLessThan(1000);
  }
});

test('401 and 422 need no Redis', async () => {
  await api.redis.kill();
  expect((await api.ask('/v2/send-command', { as: null, json: commandBody })).status).toBe(401);
  expect((await api.ask('/v2/send-command', { json: {} })).status).toBe(422);
});

test('503 saying that the memory is full, while stored jobs can be read, and 202 once there is room', async () => {
  const {
    json: { job_id: jobId },
  } = await submit();
  await api.worker.redis.config('SET', 'maxmemory', '1');
  const { status, json, headers } = await submit();
  expect([status, json['code'], headers.get('retry-after')]).toEqual([503, 'BACKEND_UNAVAILABLE', '1']);
  expect(json['error']).toMatch(/memory is full/);
  expect((await api.ask(`/v2/jobs/${String(jobId)}`)).status).toBe(200);
  for (const query of ['', '?status=queued', '?status=queued&context=default'])
    expect((await api.ask(`/v2/jobs${query}`)).status).toBe(200);
  await api.worker.redis.config('SET', 'maxmemory', '0');
  expect((await submit()).status).toBe(202);
});

test('503 saying that the disk cannot be written, and 202 once it can', async () => {
  await failDisk(api.worker.redis);
  const { status, json } = await submit();
  expect([status, json['code']]).toEqual([503, 'BACKEND_UNAVAILABLE']);
  expect(json['error']).toMatch(/cannot write to its disk/);
  await api.worker.redis.config('SET', 'stop-writes-on-bgsave-error', 'no');
  expect((await submit()).status).toBe(202);
});

test('202 right after all connections were closed, and a waiting caller still gets the result', async () => {
  const {
    json: { job_id: jobId },
  } = await submit();
  const waiting = api.ask(`/v2/jobs/${String(jobId)}`, { headers: { prefer: 'wait=10' } });
  // NUMSUB replies with names and counts.
  while ((await api.worker.redis.pubsub('NUMSUB', `naas:wake:${String(jobId)}`))[1] !== 1);
  expect((await api.ask(`/v2/jobs/${String(jobId)}`)).status).toBe(200);
  await api.worker.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await api.worker.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  expect((await untilConnected(submit)).status).toBe(202);
  await api.runNext();
  expect((await waiting).json).toMatchObject({ status: 'finished' });
});
