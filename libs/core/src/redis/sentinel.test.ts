import BeeQueue from 'bee-queue';
import { once } from 'node:events';
import { connectRedis, disconnectRedis, type Redis, type RedisUse } from './redis.js';
import { isRedisUnavailable } from './trouble.js';
import { runScript } from './scripts.js';
import { Subscriptions } from './subscriptions.js';
import { startTestSentinel, testSettings, type TestSentinel } from '../testing/index.js';

jest.setTimeout(60_000);

const opened: Redis[] = [];
let sentinel: TestSentinel | undefined;
afterEach(async () => {
  await Promise.all(opened.splice(0).map(disconnectRedis));
  await sentinel?.close();
});

async function connect(use: RedisUse): Promise<Redis> {
  const redis = connectRedis(testSettings('', sentinel?.environment), use);
  opened.push(redis);
  await once(redis, 'ready');
  return redis;
}

const roleOf = async (redis: Redis): Promise<unknown> =>
  ((await redis.call('ROLE')) as readonly unknown[])[0]; // the role comes first
const runsScript = (redis: Redis) => runScript(redis, 'giveBack', ['{}', 'no-job', '1']);

/** Repeats a command until Redis answers it. */
async function untilAnswered<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isRedisUnavailable(error)) throw error;
      await new Promise(setImmediate);
    }
  }
}

test('commands, scripts, subscriptions and bee-queue follow a failover', async () => {
  sentinel = await startTestSentinel({ password: 'redis-secret' });
  const [api, worker, listening] = [
    await connect('fail-fast'),
    await connect('patient'),
    await connect('subscriber'),
  ];
  const subscriptions = new Subscriptions(listening);
  const messages: string[] = [];
  await subscriptions.listen('news', (message) => messages.push(message));
  const restored = new Promise<void>((resolve) => subscriptions.onRestored(resolve));
  const queue = new BeeQueue<{ readonly n: number }>('naas-test', {
    redis: worker,
    getEvents: false,
  });
  queue.on('error', () => undefined);
  let taken = (_: number): void => undefined;
  queue.process((job: BeeQueue.Job<{ readonly n: number }>) => Promise.resolve(taken(job.data.n)));
  await worker.set('kept', '1');
  await runsScript(api);
  expect(await worker.wait(1, 5000)).toBe(1);

  await sentinel.failover();

  expect(await untilAnswered(() => roleOf(api))).toBe('master');
  expect(await untilAnswered(() => api.set('more', '1'))).toBe('OK');
  await untilAnswered(() => runsScript(api));
  expect([await roleOf(worker), await worker.get('kept')]).toEqual(['master', '1']);
  const job = new Promise<number>((resolve) => (taken = resolve));
  await untilAnswered(() => queue.createJob({ n: 7 }).save());
  expect(await job).toBe(7);
  await restored;
  const message = new Promise((resolve) => listening.once('message', resolve));
  await worker.publish('news', 'after');
  await message;
  expect(messages).toContain('after');
  await queue.close();
});

test('a connection to a hung master moves to its successor', async () => {
  sentinel = await startTestSentinel();
  const worker = await connect('patient');
  await worker.set('kept', '1');
  await worker.wait(1, 5000);
  sentinel.nodes[0].freeze();
  const reply = worker.get('kept');
  await sentinel.failedOver();
  expect([await reply, worker.options.host, await roleOf(worker)]).toEqual([
    '1',
    worker.options.host,
    'master',
  ]);
});

test('a connection that seeks the master while a sentinel announces a new one is not given up', async () => {
  sentinel = await startTestSentinel();
  const redis = await connect('patient');
  // Private in ioredis's types.
  const { failoverDetector } = (
    redis as unknown as {
      readonly connector: {
        readonly failoverDetector: { readonly sentinels: readonly { readonly client: Redis }[] };
      };
    }
  ).connector;
  const seeking = once(redis, 'connecting');
  redis.stream.destroy();
  await seeking;
  // As the detector of the last connection would still receive it.
  for (const { client } of failoverDetector.sentinels) client.emit('message', '+switch-master', '');
  expect(
    await Promise.race([once(redis, 'ready').then(() => 'found'), once(redis, 'end').then(() => 'given up')]),
  ).toBe('found');
});

test('a password of Redis alone works with sentinels that have none, and nothing is printed', async () => {
  const printed = jest.spyOn(console, 'warn').mockReturnValue();
  sentinel = await startTestSentinel({ password: 'redis-secret', isSentinelProtected: false });
  expect(await roleOf(await connect('fail-fast'))).toBe('master');
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

test('a sentinel that is down is skipped, and nothing is printed', async () => {
  const printed = jest.spyOn(console, 'error').mockReturnValue();
  sentinel = await startTestSentinel();
  const { REDIS_SENTINELS = '', ...rest } = sentinel.environment;
  const redis = connectRedis(
    testSettings('', { ...rest, REDIS_SENTINELS: `127.0.0.1:1,${REDIS_SENTINELS}` }),
    'fail-fast',
  );
  opened.push(redis);
  await once(redis, 'ready');
  expect(await roleOf(redis)).toBe('master');
  expect(printed).not.toHaveBeenCalled();
  printed.mockRestore();
});

test('a connection leaves a demoted master at its first refusal, which counts as unavailable', async () => {
  sentinel = await startTestSentinel();
  const [first, second] = sentinel.nodes;
  const redis = connectRedis(testSettings(first.url), 'patient');
  opened.push(redis);
  await once(redis, 'ready');
  const closed = new Promise((resolve) => redis.once('close', resolve));
  await redis.call('REPLICAOF', '127.0.0.1', `${second.port}`);
  const refused: unknown = await redis.set('x', '1').catch((error: unknown) => error);
  expect(isRedisUnavailable(refused)).toBe(true);
  await closed;
});
