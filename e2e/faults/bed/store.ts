import { setTimeout as delay } from 'node:timers/promises';
import { connectRedis, disconnectRedis, type Redis } from '@naas/core';
import { startTestRedis, startTestSentinel, testSettings, type TestRedis } from '@naas/core/testing';

/** The Redis, alone or replicated, in which the programs of a bed store their jobs. */
export interface Store {
  /** Settings, as in the environment, with which a program finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every Redis node. */
  readonly nodes: readonly TestRedis[];
  /** Resolves to the present master. */
  master(): Promise<TestRedis>;
  /** Starts a killed node again. */
  restart(node: TestRedis): Promise<void>;
  /** Triggers a failover. Resolves when there is a new master. */
  failover(): Promise<void>;
  /** Resolves when another node is the master. */
  untilReplaced(old: TestRedis): Promise<void>;
  close(): Promise<void>;
}

/** `standalone`: one Redis. `sentinel`: a master and a replica, watched by three sentinels. */
export type StoreKind = 'standalone' | 'sentinel';

const retryMs = 100;

/** Every acknowledged write is on disk, and the files contain every write since the start, uncompressed. */
const durable = ['appendfsync', 'always', 'rdbcompression', 'no', 'auto-aof-rewrite-percentage', '0'];

/** As docs/redis.md recommends: a master without a replica accepts no writes. */
const replicated = ['min-replicas-to-write', '1', 'min-replicas-max-lag', '10'];

/** Applies settings to a running Redis. */
async function configure({ url }: TestRedis, settings: readonly string[]): Promise<void> {
  const client = connectRedis(testSettings(url), 'patient');
  await client.config('SET', ...(settings as [string, string])); // any number of pairs; the types know one
  await disconnectRedis(client);
}

async function startStandalone(): Promise<Store> {
  const redis = await startTestRedis([
    '--appendfsync',
    'always',
    '--rdbcompression',
    'no',
    '--auto-aof-rewrite-percentage',
    '0',
  ]);
  const unsupported = (): Promise<never> => Promise.reject(new Error('a standalone Redis has no failover'));
  return {
    environment: { REDIS_URL: redis.url },
    nodes: [redis],
    master: () => Promise.resolve(redis),
    restart: (node) => node.start(),
    failover: unsupported,
    untilReplaced: unsupported,
    close: redis.close,
  };
}

/**
 * Repeats a sentinel command until it succeeds. It fails while no replica is fit to become the master, and
 * while another failover is under way.
 */
async function retry<T>(command: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await command();
    } catch {
      await delay(retryMs);
    }
  }
}

async function startSentinel(): Promise<Store> {
  const { environment, nodes, close } = await startTestSentinel();
  await Promise.all(nodes.map((node) => configure(node, [...durable, ...replicated])));
  const [sentinelAddress = ''] = (environment['REDIS_SENTINELS'] ?? '').split(',');
  const name = environment['REDIS_SENTINEL_MASTER'] ?? '';
  const sentinel: Redis = connectRedis(testSettings(`redis://${sentinelAddress}`), 'patient');
  const master = async (): Promise<TestRedis> => {
    const address = await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name);
    const [, port] = address as readonly string[]; // host and port
    return nodes.find((node) => `${node.port}` === port) ?? nodes[0];
  };
  const untilReplaced = async (old: TestRedis): Promise<void> => {
    while ((await master()) === old) await delay(retryMs);
  };
  const restart = async (node: TestRedis): Promise<void> => {
    await node.start();
    await configure(node, [...durable, ...replicated]);
  };
  const failover = async (): Promise<void> => {
    const old = await master();
    await retry(() => sentinel.call('SENTINEL', 'FAILOVER', name));
    await untilReplaced(old);
  };
  return {
    environment,
    nodes,
    master,
    restart,
    failover,
    untilReplaced,
    close: () => disconnectRedis(sentinel).then(close),
  };
}

const starters: Readonly<Record<StoreKind, () => Promise<Store>>> = {
  standalone: startStandalone,
  sentinel: startSentinel,
};

/** Starts a store. Its files keep everything that was written to it, uncompressed. */
export function startStore(kind: StoreKind): Promise<Store> {
  return starters[kind]();
}
