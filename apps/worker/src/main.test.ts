import { createServer } from 'node:net';
import { once } from 'node:events';
import { startDevice } from '@naas/device-lab';
import { freePort, startFakeRedis, startTestRedis } from '@naas/core/testing';
import { startTestBench, type TestBench } from './testing/test-bench.js';
import { buildWorker, startWorkerProcess } from './testing/worker-process.js';

jest.setTimeout(20_000);

let bench: TestBench;
beforeAll(async () => {
  buildWorker();
  bench = await startTestBench();
}, 120_000);
afterAll(() => bench.close());

test.each(['SIGTERM', 'SIGINT'] as const)('it says in one line that it is ready, and ends with 0 on %s', async (signal) => {
  const { child, logged, logLines, ended, errors } = startWorkerProcess(bench.redis.url, { WORKER_CONTEXTS: 'default,branch', WORKER_CONCURRENCY: '7' });
  const ready: unknown = JSON.parse(await logged('ready'));
  expect(ready).toMatchObject({ program: 'naas-worker', level: 'info', contexts: ['default', 'branch'], concurrency: 7, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  expect(logLines).toHaveLength(1);
  child.kill(signal);
  child.kill(signal);
  expect(await ended).toEqual([0, null]);
  expect(await errors).toBe('');
});

test.each([
  [{ NAAS_ENCRYPTION_KEY: '' }, 'NAAS_ENCRYPTION_KEY'],
  [{ NAAS_ENCRYPTION_KEY: 'short' }, 'NAAS_ENCRYPTION_KEY'],
  [{ WORKER_CONCURRENCY: '0' }, 'WORKER_CONCURRENCY'],
  [{ REDIS_URL: 'nowhere' }, 'REDIS_URL'],
  [{ SECRETS_BACKEND: 'vault' }, 'VAULT_ADDR'],
  [{ REDIS_SENTINELS: 's1:26379', REDIS_SENTINEL_MASTER: 'm' }, 'REDIS_URL and REDIS_SENTINELS are both set'],
  [{ REDIS_URL: '', REDIS_SENTINELS: 's1:26379' }, 'REDIS_SENTINEL_MASTER is not set'],
  [{ REDIS_URL: '', REDIS_SENTINELS: 's1', REDIS_SENTINEL_MASTER: 'm' }, 'REDIS_SENTINELS: entry 1'],
  [{ REDIS_PASSWORD_FILE: '/nowhere/password' }, 'REDIS_PASSWORD_FILE: cannot read /nowhere/password'],
])('it ends with 1 and one sentence on stderr for %j', async (more, name) => {
  const { ended, errors } = startWorkerProcess(bench.redis.url, more);
  expect(await ended).toEqual([1, null]);
  expect(await errors).toMatch(new RegExp(`^naas-worker: ${name}[^\\n]*\\n$`));
});

test('it ends with 1 and one sentence on stderr when its port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const { ended, errors } = startWorkerProcess(bench.redis.url, { WORKER_HTTP_PORT: `${typeof address === 'object' && address ? address.port : 0}` });
  expect(await ended).toEqual([1, null]);
  expect(await errors).toMatch(/^naas-worker: WORKER_HTTP_PORT: port \d+ of 127\.0\.0\.1 is taken[^\n]*\n$/);
  other.close();
});

test('without Redis it waits, says so once, and ends with 0 when told to', async () => {
  const { child, logged, logLines, ended, errors } = startWorkerProcess(`redis://127.0.0.1:${await freePort()}`);
  await logged('Redis cannot be used');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(logLines.map((line) => (JSON.parse(line) as { readonly message: string }).message)).toEqual([expect.stringContaining('Redis cannot be used'), 'stopping', 'stopped']); // the log's own format
  expect(await errors).toBe('');
});

test('it is ready by itself once Redis is there', async () => {
  const redis = await startTestRedis();
  await redis.kill();
  const { child, logged, ended } = startWorkerProcess(redis.url);
  await logged('Redis cannot be used');
  await redis.start();
  await logged('ready');
  child.kill();
  expect(await ended).toEqual([0, null]);
  await redis.close();
});

test('it ends with 1 and one sentence on stderr when Redis turns out to be a Cluster', async () => {
  const cluster = await startTestRedis(['--cluster-enabled', 'yes']);
  const { ended, errors } = startWorkerProcess(cluster.url);
  expect(await ended).toEqual([1, null]);
  expect(await errors).toMatch(/^naas-worker: REDIS_URL leads to a Redis Cluster[^\n]*\n$/);
  await cluster.close();
});

test('it ends with 1 and one sentence on stderr when the Redis that appears later is too old', async () => {
  const port = await freePort();
  const { logged, ended, errors } = startWorkerProcess(`redis://127.0.0.1:${port}`);
  await logged('Redis cannot be used');
  const fake = await startFakeRedis('redis_version:6.0.16\r\n', port);
  expect(await ended).toEqual([1, null]);
  expect(await errors).toBe('naas-worker: REDIS_URL leads to Redis 6.0.16; Redis 6.2 or later is needed.\n');
  await fake.close();
});

test('a Redis that can lose jobs is warned of once', async () => {
  const redis = await startTestRedis(['--appendonly', 'no']);
  const { child, logged, logLines, ended } = startWorkerProcess(redis.url);
  await logged('ready');
  child.kill();
  await ended;
  expect(logLines.filter((line) => line.includes('appendonly yes'))).toHaveLength(1);
  await redis.close();
});

test('a second worker started while jobs run takes some of them', async () => {
  const device = await startDevice({ latencyMs: 20 });
  const start = () => startWorkerProcess(bench.redis.url, { WORKER_CONCURRENCY: '1' });
  const first = start();
  await first.logged('ready');
  const jobIds = await Promise.all(Array.from({ length: 40 }, (_, index) => bench.submit(device, { request: { readTimeoutMs: 10_000 + index } })));
  await first.logged('job ended');
  const second = start();
  await second.logged('job ended');
  const results = await Promise.all(jobIds.map((jobId) => bench.ended(jobId)));
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['finished']));
  first.child.kill();
  second.child.kill();
  expect(await Promise.all([first.ended, second.ended])).toEqual([[0, null], [0, null]]);
  const ended = [...first.logLines, ...second.logLines].filter((line) => line.includes('job ended'));
  expect(ended).toHaveLength(40); // each job once
  await device.close();
});
