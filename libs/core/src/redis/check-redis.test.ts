import { once } from 'node:events';
import { checkRedis } from './check-redis.js';
import { createLog } from '../program/log.js';
import { connectRedis, disconnectRedis, type Redis } from './redis.js';
import { SettingsError } from '../settings/settings.js';
import { startFakeRedis, startTestRedis, testSettings, type TestRedis } from '../testing/index.js';

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

async function warnings(more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const log = createLog({ LOG_LEVEL: 'warn', LOG_FORMAT: 'json' }, 'test');
  for (const transport of log.transports) transport.silent = true;
  const messages: string[] = [];
  log.on('data', ({ message }: { message: string }) => messages.push(message));
  await checkRedis({ redis, settings: testSettings(server.url, more), log });
  return messages;
}

test('a Redis with an append-only file and without eviction gives no warning', async () => {
  expect(await warnings()).toEqual([]);
});

test('a Redis without an append-only file gives a warning', async () => {
  await redis.config('SET', 'appendonly', 'no');
  expect(await warnings()).toEqual([expect.stringContaining('appendonly yes')]);
  await redis.config('SET', 'appendonly', 'yes');
});

test('a Redis that may evict jobs gives a warning', async () => {
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
  expect(await warnings()).toEqual([expect.stringContaining('maxmemory-policy noeviction')]);
  await redis.config('SET', 'maxmemory-policy', 'noeviction');
});

test('a Redis under sentinels that accepts writes without a replica gives a warning', async () => {
  const sentinels = { REDIS_URL: '', REDIS_SENTINELS: '127.0.0.1:26379', REDIS_SENTINEL_MASTER: 'naas' };
  expect(await warnings(sentinels)).toEqual([expect.stringContaining('min-replicas-to-write 1')]);
  await redis.config('SET', 'min-replicas-to-write', '1');
  expect(await warnings(sentinels)).toEqual([]);
  await redis.config('SET', 'min-replicas-to-write', '0');
});

test.each([
  [{ REDIS_URL: 'redis://redis:6379' }, 1],
  [{ REDIS_URL: 'redis://10.0.0.1' }, 1],
  [{ REDIS_URL: '', REDIS_HOST: '2001:db8::1' }, 1],
  [{ REDIS_URL: 'redis://:secret@redis' }, 0],
  [{ REDIS_URL: 'redis://user:secret@redis' }, 0],
  [{ REDIS_URL: 'rediss://redis' }, 0],
  [{ REDIS_URL: '', REDIS_HOST: 'redis', REDIS_PASSWORD: 'secret' }, 0],
  [{ REDIS_URL: 'redis://localhost' }, 0],
  [{ REDIS_URL: 'redis://127.0.0.2' }, 0],
  [{ REDIS_URL: 'redis://[::1]:6379' }, 0],
])('a Redis at %j gives %i warnings about who can write to it', async (address, count) => {
  expect(await warnings(address)).toEqual(
    Array<unknown>(count).fill(expect.stringMatching(/without a password and without TLS/)),
  );
});

test('sentinels without a password elsewhere give the same warning', async () => {
  const sentinels = { REDIS_URL: '', REDIS_SENTINEL_MASTER: 'naas', REDIS_SENTINELS: '127.0.0.1:1,redis2:1' };
  expect(await warnings(sentinels)).toContainEqual(expect.stringMatching(/without a password/));
  expect(await warnings({ ...sentinels, REDIS_PASSWORD: 'secret' })).not.toContainEqual(
    expect.stringMatching(/without a password/),
  );
});

test('a Redis that does not answer gives a warning', async () => {
  server.freeze();
  expect(await warnings()).toEqual([expect.stringContaining('could not be checked')]);
  server.thaw();
});

/** The reason why the Redis at an address is refused; undefined when it is not. */
async function refusalOf(url: string): Promise<unknown> {
  const settings = testSettings(url);
  const redis = connectRedis(settings, 'patient');
  const log = createLog({ LOG_LEVEL: 'error', LOG_FORMAT: 'json' }, 'test');
  const refusal: unknown = await checkRedis({ redis, settings, log }).catch((error: unknown) => error);
  await disconnectRedis(redis);
  return refusal;
}

test('a Redis Cluster is refused in one sentence', async () => {
  const cluster = await startTestRedis(['--cluster-enabled', 'yes']);
  expect(await refusalOf(cluster.url)).toEqual(
    new SettingsError(
      'REDIS_URL leads to a Redis Cluster, which is not supported; name a stand-alone Redis, or set ' +
        'REDIS_SENTINELS and REDIS_SENTINEL_MASTER.',
    ),
  );
  await cluster.close();
});

test.each(['5.0.14', '6.0.16', '6.2.0', '7.0.15', '10.1.0'])(
  'Redis %s is refused when it is before 6.2',
  async (version) => {
    const fake = await startFakeRedis(
      `redis_version:${version}\r\ncluster_enabled:0\r\naof_enabled:1\r\nmaxmemory_policy:noeviction\r\n`,
    );
    const isOld = version.startsWith('5.') || version.startsWith('6.0');
    expect(await refusalOf(fake.url)).toEqual(
      isOld
        ? new SettingsError(`REDIS_URL leads to Redis ${version}; Redis 6.2 or later is needed.`)
        : undefined,
    );
    await fake.close();
  },
);
