import { keys } from '../keys.js';
import { connectRedis, disconnectRedis, type Redis } from '../redis/redis.js';
import { startTestRedis, testSettings, type TestRedis } from '../testing/index.js';
import { listWorkers, queueDepths } from './worker-list.js';
import { announceWorker, forgetWorker } from './workers.js';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = connectRedis(testSettings(server.url), 'patient');
});
afterAll(async () => {
  await disconnectRedis(redis);
  await server.close();
});
beforeEach(() => redis.flushall());

const facts = {
  contexts: ['default', 'branch'],
  activeJobs: 3,
  version: '0.1.0',
  startedAt: '2026-01-01T00:00:00.000Z',
};

test('no worker is listed where none has announced itself', async () => {
  expect(await listWorkers(redis)).toEqual([]);
});

test('live workers are listed by id, with what they told last', async () => {
  await announceWorker(redis, 'w2', { ...facts, activeJobs: 1 });
  await announceWorker(redis, 'w1', facts);
  await announceWorker(redis, 'w2', { ...facts, activeJobs: 2 });
  expect(await listWorkers(redis)).toEqual([
    { id: 'w1', ...facts },
    { id: 'w2', ...facts, activeJobs: 2 },
  ]);
});

test('a worker that has left, fell silent or whose facts have expired is not listed', async () => {
  for (const id of ['left', 'silent', 'expired', 'alive']) await announceWorker(redis, id, facts);
  await forgetWorker(redis, 'left');
  await redis.zadd(keys.workers(), Date.now() - 60_000, 'silent');
  await redis.del(keys.worker('expired'));
  expect((await listWorkers(redis)).map(({ id }) => id)).toEqual(['alive']);
});

test('depths come in the order of the contexts', async () => {
  await redis.lpush(keys.queueWaiting('branch'), 'a', 'b');
  await redis.lpush(keys.queueWaiting('core'), 'c');
  expect(await queueDepths(redis, ['core', 'default', 'branch'])).toEqual([1, 0, 2]);
});
