import { setTimeout as delay } from 'node:timers/promises';
import { connectRedis, disconnectRedis, type Redis } from '@naas/core';
import { startTestRedis, startTestSentinel, testSettings, type TestRedis } from '@naas/core/testing';

/** What the programs of a bed keep their jobs in. */
export interface Store {
  /** Settings, as in the environment, that make a program find it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Each Redis of it. */
  readonly nodes: readonly TestRedis[];
  /** The one that is the master now. */
  master(): Promise<TestRedis>;
  /** Starts one again that was killed. */
  revive(node: TestRedis): Promise<void>;
  /** Asks for another master, and resolves when there is one. */
  failover(): Promise<void>;
  /** Resolves when the master is another one than this. */
  succeeded(old: TestRedis): Promise<void>;
  close(): Promise<void>;
}

/** `alone`: one Redis. `sentinel`: a master and a replica, watched by three sentinels. */
export type StoreKind = 'alone' | 'sentinel';

const retryMs = 100;

/** What Redis has acknowledged is on disk, and its files hold every write since its start, in clear. */
const keepAll = ['appendfsync', 'always', 'rdbcompression', 'no', 'auto-aof-rewrite-percentage', '0'];

/** As docs/redis.md says: a master without a replica takes no writes. */
const replicated = ['min-replicas-to-write', '1', 'min-replicas-max-lag', '10'];

/** Sets what its command line did not. */
async function configure({ url }: TestRedis, settings: readonly string[]): Promise<void> {
  const client = connectRedis(testSettings(url), 'patient');
  // names and values in turn; the types know one pair
  await client.config('SET', ...(settings as [string, string]));
  await disconnectRedis(client);
}

async function startAlone(): Promise<Store> {
  const redis = await startTestRedis([
    '--appendfsync',
    'always',
    '--rdbcompression',
    'no',
    '--auto-aof-rewrite-percentage',
    '0',
  ]);
  const never = (): Promise<never> => Promise.reject(new Error('one Redis alone has no successor'));
  return {
    environment: { REDIS_URL: redis.url },
    nodes: [redis],
    master: () => Promise.resolve(redis),
    revive: (node) => node.start(),
    failover: never,
    succeeded: never,
    close: redis.close,
  };
}

/**
 * Asks a sentinel, which has answers only now and then: none that can be the master, or a failover that is
 * not over.
 */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await delay(retryMs);
    }
  }
}

async function startWatched(): Promise<Store> {
  const { environment, nodes, close } = await startTestSentinel();
  await Promise.all(nodes.map((node) => configure(node, [...keepAll, ...replicated])));
  const [address = ''] = (environment['REDIS_SENTINELS'] ?? '').split(',');
  const name = environment['REDIS_SENTINEL_MASTER'] ?? '';
  const sentinel: Redis = connectRedis(testSettings(`redis://${address}`), 'patient');
  const master = async (): Promise<TestRedis> => {
    // host and port
    const [, port] = (await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)) as readonly string[];
    return nodes.find((node) => `${node.port}` === port) ?? nodes[0];
  };
  const succeeded = async (old: TestRedis): Promise<void> => {
    while ((await master()) === old) await delay(retryMs);
  };
  const revive = async (node: TestRedis): Promise<void> => {
    await node.start();
    await configure(node, [...keepAll, ...replicated]);
  };
  const failover = async (): Promise<void> => {
    const old = await master();
    await insist(() => sentinel.call('SENTINEL', 'FAILOVER', name));
    await succeeded(old);
  };
  return {
    environment,
    nodes,
    master,
    revive,
    failover,
    succeeded,
    close: () => disconnectRedis(sentinel).then(close),
  };
}

const ways: Readonly<Record<StoreKind, () => Promise<Store>>> = { alone: startAlone, sentinel: startWatched };

/** Starts a store; all it was ever told stays in its files, in clear. */
export function startStore(kind: StoreKind): Promise<Store> {
  return ways[kind]();
}
