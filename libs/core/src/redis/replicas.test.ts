import { once } from 'node:events';
import { connectRedis, disconnectRedis, type Redis } from './redis.js';
import { isRedisUnavailable } from './trouble.js';
import { Replicas } from './replicas.js';
import { startTestRedis, testSettings, type TestRedis } from '../testing/index.js';

let master: TestRedis;
let replica: TestRedis;
const servers: TestRedis[] = [];
const opened: Redis[] = [];

async function start(more: readonly string[] = []): Promise<TestRedis> {
  const server = await startTestRedis(more);
  servers.push(server);
  return server;
}

beforeEach(async () => {
  master = await start();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map(disconnectRedis));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function connect({ url }: TestRedis): Promise<Redis> {
  const redis = connectRedis(testSettings(url), 'patient');
  opened.push(redis);
  await once(redis, 'ready');
  return redis;
}

/** Starts a replica that is up to date. */
async function startReplica(): Promise<void> {
  replica = await start(['--replicaof', '127.0.0.1', `${master.port}`]);
  await untilOnline(1);
}

async function untilOnline(count: number): Promise<void> {
  const redis = await connect(master);
  while ((await redis.info('replication')).split('state=online').length <= count);
}

test('without a replica there is nothing to wait for', async () => {
  const began = performance.now();
  expect(await new Replicas(await connect(master)).confirm()).toBe('no replicas');
  expect(performance.now() - began).toBeLessThan(500);
});

test('a write of another connection is on the replica once it is confirmed', async () => {
  await startReplica();
  const [writer, reader] = [await connect(master), await connect(replica)];
  const replicas = new Replicas(await connect(master));
  for (let n = 1; n <= 100; n += 1) {
    const before = replicas.confirm(); // a round that began before the write
    await writer.set('n', n);
    expect(await replicas.confirm()).toBe('confirmed');
    expect(await reader.get('n')).toBe(`${n}`);
    await before;
  }
});

test('a connected replica that hangs confirms nothing until it continues', async () => {
  await startReplica();
  const replicas = new Replicas(await connect(master), { confirmMs: 100 });
  replica.freeze();
  expect(await replicas.confirm()).toBe('unconfirmed');
  replica.thaw();
  while ((await replicas.confirm()) !== 'confirmed');
});

test('many calls at once share one round', async () => {
  await startReplica();
  const replicas = new Replicas(await connect(master), { confirmMs: 300 });
  replica.freeze();
  const began = performance.now();
  const answers = await Promise.all(Array.from({ length: 50 }, () => replicas.confirm()));
  expect(new Set(answers)).toEqual(new Set(['unconfirmed']));
  expect(performance.now() - began).toBeLessThan(1000);
});

test('a call after an error works', async () => {
  await startReplica();
  const redis = await connect(master);
  const replicas = new Replicas(redis);
  jest
    .spyOn(redis, 'wait')
    .mockRejectedValueOnce(new Error('ERR WAIT cannot be used with replica instances.'));
  const refused: unknown = await replicas.confirm().catch((error: unknown) => error);
  expect(isRedisUnavailable(refused)).toBe(true);
  expect(await replicas.confirm()).toBe('confirmed');
});

test('a disconnected replica counts for a while, since it may be the new master', async () => {
  await startReplica();
  const replicas = new Replicas(await connect(master), { confirmMs: 100, missMs: 1000 });
  // The replica confirms for the first time when it has loaded all.
  while ((await replicas.confirm()) !== 'confirmed');
  const promoted = performance.now();
  // As a sentinel does, some seconds before it demotes the old master.
  await (await connect(replica)).call('REPLICAOF', 'NO', 'ONE');
  expect(await replicas.confirm()).toBe('no replicas');
  expect(performance.now() - promoted).toBeGreaterThan(900);
  expect(await replicas.confirm()).toBe('no replicas');
});

test('a new master does not wait for the replicas of the old one', async () => {
  await startReplica();
  const redis = await connect(master);
  const replicas = new Replicas(redis);
  expect(await replicas.confirm()).toBe('confirmed');
  await (await connect(replica)).call('REPLICAOF', 'NO', 'ONE');
  redis.options.port = replica.port;
  redis.disconnect(true);
  expect(await replicas.confirm()).toBe('no replicas');
});

test('two replicas must both confirm', async () => {
  await startReplica();
  const second = await startTestRedis(['--replicaof', '127.0.0.1', `${master.port}`]);
  await untilOnline(2);
  const replicas = new Replicas(await connect(master), { confirmMs: 100 });
  // The replica confirms for the first time when it has loaded all.
  while ((await replicas.confirm()) !== 'confirmed');
  second.freeze();
  expect(await replicas.confirm()).toBe('unconfirmed');
  second.thaw();
  while ((await replicas.confirm()) !== 'confirmed');
  await second.close();
});

test('after a failover during a round, the round is repeated on the new master', async () => {
  await startReplica();
  const other = await startTestRedis();
  const redis = await connect(master);
  const replicas = new Replicas(redis, { confirmMs: 500 });
  replica.freeze();
  const confirmation = replicas.confirm();
  const watching = await connect(master);
  while (!String(await watching.client('LIST')).includes('cmd=wait'));
  redis.options.port = other.port;
  redis.disconnect(true);
  expect(await confirmation).toBe('no replicas');
  await other.close();
});
