import { once } from 'node:events';
import BeeQueue from 'bee-queue';
import { connectRedis, disconnectRedis, type Redis, type RedisListener, type RedisUse } from './redis.js';
import { isRedisUnavailable } from './trouble.js';
import { freePort, startTestRedis, testSettings, type TestRedis } from '../testing/index.js';

let server: TestRedis;
const opened: Redis[] = [];
beforeEach(async () => {
  server = await startTestRedis();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(disconnectRedis));
  await server.close();
});

function connect(
  use: RedisUse,
  { url = server.url, listener }: { readonly url?: string; readonly listener?: RedisListener } = {},
): Redis {
  const redis = connectRedis(testSettings(url), use, listener);
  opened.push(redis);
  return redis;
}
const failureOf = (reply: Promise<unknown>): Promise<unknown> =>
  reply.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('bee-queue', () => {
  const queueOn = (redis: Redis) =>
    new BeeQueue<{ readonly n: number }>('naas-test', {
      redis,
      isWorker: false,
      getEvents: false,
    });

  test('recognises the class by its name, and that of a duplicate', () => {
    const redis = connect('patient');
    const duplicate = redis.duplicate();
    opened.push(duplicate);
    expect([redis.constructor.name, duplicate.constructor.name]).toEqual(['Redis', 'Redis']);
  });

  test('uses the connection it is given and not one to localhost', async () => {
    const redis = connect('patient');
    const queue = queueOn(redis);
    await queue.createJob({ n: 1 }).save();
    expect(await redis.llen('bq:naas-test:waiting')).toBe(1);
    await queue.close();
  });

  test('works after Redis has lost its scripts', async () => {
    const redis = connect('patient');
    const queue = queueOn(redis);
    await queue.createJob({ n: 1 }).save();
    await redis.script('FLUSH');
    await queue.createJob({ n: 2 }).save();
    expect(await redis.llen('bq:naas-test:waiting')).toBe(2);
    await queue.close();
  });
});

describe('a connection', () => {
  test('for patient use waits for Redis to come back', async () => {
    const redis = connect('patient');
    await redis.set('kept', '1');
    await server.kill();
    const reply = redis.get('kept');
    await server.start();
    expect(await reply).toBe('1');
  });

  test('for fail-fast use rejects at once while Redis is down, and within 2 s while it hangs', async () => {
    const redis = connect('fail-fast');
    await once(redis, 'ready');
    server.freeze();
    const began = performance.now();
    const hung = await failureOf(redis.get('x'));
    expect(performance.now() - began).toBeLessThan(2000);
    server.thaw();
    // Not once() of node:events, which rejects on an error.
    const closed = new Promise((resolve) => redis.once('close', resolve));
    await server.kill();
    await closed;
    expect([isRedisUnavailable(hung), isRedisUnavailable(await failureOf(redis.get('x')))]).toEqual([
      true,
      true,
    ]);
  });

  test('reports once that Redis is lost, and once that it is found', async () => {
    const events: string[] = [];
    let attempts = 0;
    let found = (): void => undefined;
    const isFound = new Promise<void>((resolve) => (found = resolve));
    const port = await freePort();
    const redis = connect('patient', {
      url: `redis://127.0.0.1:${port}`,
      listener: (event) => {
        events.push(event);
        if (event === 'found') found();
      },
    });
    await new Promise<void>((resolve) =>
      redis.on('reconnecting', () => {
        attempts += 1;
        if (attempts === 3) resolve();
      }),
    );
    expect(events).toEqual(['lost']);
    redis.options.port = server.port;
    await isFound;
    expect(events).toEqual(['lost', 'found']);
  });
});
