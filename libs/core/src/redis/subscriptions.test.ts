import { once } from 'node:events';
import { connectRedis, disconnectRedis, type Redis } from './redis.js';
import { Subscriptions } from './subscriptions.js';
import { startTestRedis, testSettings, type TestRedis } from '../testing/index.js';

let server: TestRedis;
let subscriber: Redis;
let publisher: Redis;
let subscriptions: Subscriptions;

beforeEach(async () => {
  server = await startTestRedis();
  subscriber = connectRedis(testSettings(server.url), 'subscriber');
  publisher = connectRedis(testSettings(server.url), 'patient');
  subscriptions = new Subscriptions(subscriber);
});
afterEach(async () => {
  await disconnectRedis(subscriber);
  await disconnectRedis(publisher);
  await server.close();
});

/** Resolves with the first message of a channel. */
const next = (channel: string): Promise<string> =>
  new Promise((resolve, reject) => void subscriptions.listen(channel, resolve).catch(reject));
const publish = (channel: string, message: string): Promise<number> => publisher.publish(channel, message);

test("every listener of a channel gets its messages, in order, and no other channel's", async () => {
  const messages: string[] = [];
  await subscriptions.listen('a', (message) => messages.push(`1 ${message}`));
  await subscriptions.listen('a', (message) => messages.push(`2 ${message}`));
  const end = next('end');
  await subscriptions.listen('end', () => undefined);
  await publish('b', 'x');
  await publish('a', 'y');
  await publish('a', 'z');
  await publish('end', '');
  await end;
  expect(messages).toEqual(['1 y', '2 y', '1 z', '2 z']);
});

test('a removed listener gets nothing, and the others still get messages', async () => {
  const messages: string[] = [];
  const unlisten = await subscriptions.listen('a', () => messages.push('removed'));
  const other = next('a');
  await subscriptions.listen('a', () => undefined);
  unlisten();
  await publish('a', 'x');
  expect(await other).toBe('x');
  expect(messages).toEqual([]);
});

test('the subscription ends in Redis with its last listener, and can be made again', async () => {
  const unlisten = await subscriptions.listen('a', () => undefined);
  expect(await publish('a', 'x')).toBe(1);
  unlisten();
  await subscriptions.listen('b', () => undefined); // answered after the unsubscribe
  expect(await publish('a', 'x')).toBe(0);
  const again = next('a');
  await subscriptions.listen('a', () => undefined);
  await publish('a', 'y');
  expect(await again).toBe('y');
});

test('listeners get messages again after a restart of Redis', async () => {
  const message = next('a');
  await subscriptions.listen('a', () => undefined);
  await server.kill();
  await server.start();
  if (subscriber.status !== 'ready') await once(subscriber, 'ready');
  // Answered after the old subscriptions were made again.
  await subscriptions.listen('b', () => undefined);
  await publish('a', 'x');
  expect(await message).toBe('x');
});

test('a subscription made while the connection opens is kept', async () => {
  for (let count = 0; count < 20; count++) {
    const redis = connectRedis(testSettings(server.url), 'subscriber');
    let closes = 0;
    redis.on('close', () => closes++);
    await once(redis, 'connect');
    await new Subscriptions(redis).listen('early', () => undefined);
    if (redis.status !== 'ready') await once(redis, 'ready');
    expect([closes, await publish('early', 'x')]).toEqual([0, 1]);
    await disconnectRedis(redis);
  }
});

test('onRestored reports when the subscriptions are made again after an outage', async () => {
  await subscriptions.listen('a', () => undefined);
  const restored = new Promise<void>((resolve) => subscriptions.onRestored(resolve));
  await server.kill();
  await server.start();
  await restored;
  expect(await publisher.publish('a', 'x')).toBe(1);
});

test('a removed onRestored listener is not called', async () => {
  let calls = 0;
  subscriptions.onRestored(() => calls++)();
  const restored = new Promise<void>((resolve) => subscriptions.onRestored(resolve));
  await server.kill();
  await server.start();
  await restored;
  expect(calls).toBe(0);
});
