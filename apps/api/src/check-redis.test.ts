import { once } from 'node:events';
import { connectRedis, createLog, disconnectRedis, type Redis } from '@naas/core';
import { startTestRedis, testSettings, type TestRedis } from '@naas/core/testing';
import { checkRedis } from './check-redis.js';

let server: TestRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTestRedis();
  redis = connectRedis(testSettings(server.url), 'fail-fast');
  await once(redis, 'ready');
});
afterAll(async () => {
  await disconnectRedis(redis);
  await server.close();
});

async function warnings(): Promise<readonly string[]> {
  const log = createLog({ LOG_LEVEL: 'warn', LOG_FORMAT: 'json' }, 'test');
  for (const transport of log.transports) transport.silent = true;
  const messages: string[] = [];
  log.on('data', ({ message }: { message: string }) => messages.push(message));
  await checkRedis(redis, log);
  return messages;
}

test('a Redis with an append-only file that evicts nothing is not warned of', async () => {
  expect(await warnings()).toEqual([]);
});

test('a Redis without an append-only file is warned of', async () => {
  await redis.config('SET', 'appendonly', 'no');
  expect(await warnings()).toEqual([expect.stringContaining('appendonly yes')]);
  await redis.config('SET', 'appendonly', 'yes');
});

test('a Redis that may evict jobs is warned of', async () => {
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  expect(await warnings()).toEqual([expect.stringContaining('maxmemory-policy noeviction')]);
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
});

test('a Redis that does not tell is warned of as such', async () => {
  server.freeze();
  expect(await warnings()).toEqual([expect.stringContaining('could not be asked')]);
  server.thaw();
});
