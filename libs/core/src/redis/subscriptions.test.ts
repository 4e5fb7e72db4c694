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

test("every listener of a channel hears its messages, in order, and no other channel's", async () => {
  const heard: string[] = [];
  await subscriptions.listen('a', (message) => heard.push(`1 ${message}`));
  await subscriptions.listen('a', (message) => heard.push(`2 ${message}`));
  const end = next('end');
  await subscriptions.listen('end', () => undefined);
  await publish('b', 'x');
  await publish('a', 'y');
  await publish('a', 'z');
  await publish('end', '');
  await end;
  expect(heard).toEqual(['1 y', '2 y', '1 z', '2 z']);
});

test('a listener that ended hears nothing, the others go on', async () => {
  const heard: string[] = [];
  const unlisten = await subscriptions.listen('a', () => heard.push('ended'));
  const other = next('a');
  await subscriptions.listen('a', () => undefined);
  unlisten();
  await publish('a', 'x');
  expect(await other).toBe('x');
  expect(heard).toEqual([]);
});

test('with its last listener the subscription ends in Redis, and can begin anew', async () => {
  const unlisten = await subscriptions.listen('a', () => undefined);
  expect(await publish('a', 'x')).toBe(1);
  unlisten();
  await subscriptions.listen('b', () => undefined); // answered after the end of the other
  expect(await publish('a', 'x')).toBe(0);
  const again = next('a');
  await subscriptions.listen('a', () => undefined);
  await publish('a', 'y');
  expect(await again).toBe('y');
});

test('listeners hear again after Redis was restarted', async () => {
  const heard = next('a');
  await subscriptions.listen('a', () => undefined);
  await server.kill();
  await server.start();
  if (subscriber.status !== 'ready') await once(subscriber, 'ready');
  await subscriptions.listen('b', () => undefined); // answered after the old subscriptions were made again
  await publish('a', 'x');
  expect(await heard).toBe('x');
});

test('a subscription made while the connection is being opened is kept', async () => {
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

test('whoever asks is told when the subscriptions are there again after an outage', async () => {
  await subscriptions.listen('a', () => undefined);
  const restored = new Promise<void>((resolve) => subscriptions.onRestored(resolve));
  await server.kill();
  await server.start();
  await restored;
  expect(await publisher.publish('a', 'x')).toBe(1);
});

test('whoever asks no more is not told', async () => {
  const told: string[] = [];
  subscriptions.onRestored(() => told.push('ended'))();
  const restored = new Promise<void>((resolve) => subscriptions.onRestored(resolve));
  await server.kill();
  await server.start();
  await restored;
  expect(told).toEqual([]);
});
