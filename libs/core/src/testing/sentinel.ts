import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectRedis, disconnectRedis, type Redis } from '../redis/redis.js';
import { endProcess, freePort, startTestRedis, type TestRedis } from './redis-server.js';
import { testSettings } from './settings.js';

const masterName = 'naas-test';

/** A master, a replica and three sentinels that watch them, on loopback. */
export interface TestSentinel {
  /** Settings, as in the environment, with which a program finds the master. */
  readonly environment: Readonly<Record<string, string>>;
  /** The first master and the first replica. */
  readonly nodes: readonly [first: TestRedis, second: TestRedis];
  /** Makes the sentinels promote the replica. */
  readonly failover: () => Promise<void>;
  /** Resolves once the sentinels have promoted the second node. */
  readonly failedOver: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Options of startTestSentinel(). */
export interface TestSentinelOptions {
  /** Password of Redis and of the sentinels. Default: none. */
  readonly password?: string;
  /** Whether the sentinels require the password too. Default: true. */
  readonly isSentinelProtected?: boolean;
  /** How long a master may be silent before it counts as down, in milliseconds. Default: 1000. */
  readonly downAfterMs?: number;
}

function configuration(
  port: number,
  master: TestRedis,
  { password = '', isSentinelProtected = true, downAfterMs = 1000 }: TestSentinelOptions,
): string {
  return [
    `port ${port}`,
    'bind 127.0.0.1',
    `sentinel monitor ${masterName} 127.0.0.1 ${master.port} 2`,
    `sentinel down-after-milliseconds ${masterName} ${downAfterMs}`,
    `sentinel failover-timeout ${masterName} 3000`,
    ...(password ? [`sentinel auth-pass ${masterName} ${password}`] : []),
    ...(password && isSentinelProtected
      ? [`requirepass ${password}`, `sentinel sentinel-pass ${password}`]
      : []),
  ].join('\n');
}

async function launch(directory: string, port: number, text: string): Promise<ChildProcess> {
  const file = join(directory, `${port}.conf`);
  await writeFile(file, `${text}\ndir ${directory}\n`);
  const child = spawn('redis-server', [file, '--sentinel'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.stdout.resume();
  return child;
}

/** Checks a condition at every event of any sentinel until it holds. */
async function untilHolds(listeners: readonly Redis[], holds: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const over = new AbortController();
    const event = Promise.race(listeners.map((listener) => once(listener, 'pmessage', over)));
    const isOver = await holds();
    if (!isOver) await event;
    event.catch(() => undefined); // aborted
    over.abort();
    if (isOver) return;
  }
}

/** Starts master, replica and sentinels; resolves once each knows all others. */
export async function startTestSentinel(options: TestSentinelOptions = {}): Promise<TestSentinel> {
  const secrets = options.password
    ? ['--requirepass', options.password, '--masterauth', options.password]
    : [];
  const first = await startTestRedis(secrets);
  const second = await startTestRedis([...secrets, '--replicaof', '127.0.0.1', `${first.port}`]);
  const directory = await mkdtemp(join(tmpdir(), 'naas-sentinel-'));
  const ports = [await freePort(), await freePort(), await freePort()];
  const children = await Promise.all(
    ports.map((port) => launch(directory, port, configuration(port, first, options))),
  );
  const secret = options.password && options.isSentinelProtected !== false ? `:${options.password}@` : '';
  const open = (port: number | undefined): Redis =>
    connectRedis(testSettings(`redis://${secret}127.0.0.1:${port}`), 'subscriber');
  const clients = ports.map(open);
  const listeners = ports.map(open);
  await Promise.all(listeners.map((listener) => listener.psubscribe('*')));

  const factsOf = async (client: Redis): Promise<Readonly<Record<string, string>>> => {
    // Names and values alternate.
    const flat = (await client.call('SENTINEL', 'MASTER', masterName)) as readonly string[];
    return Object.fromEntries(
      flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])),
    );
  };
  const everySentinel = async (
    holds: (facts: Readonly<Record<string, string>>) => boolean,
  ): Promise<boolean> => (await Promise.all(clients.map(factsOf))).every(holds);
  const failedOver = () =>
    untilHolds(listeners, () => everySentinel((facts) => facts['port'] === `${second.port}`));
  await untilHolds(listeners, () =>
    everySentinel((facts) => facts['num-slaves'] === '1' && facts['num-other-sentinels'] === '2'),
  );
  return {
    environment: {
      REDIS_URL: '',
      REDIS_SENTINELS: ports.map((port) => `127.0.0.1:${port}`).join(','),
      REDIS_SENTINEL_MASTER: masterName,
      ...(options.password ? { REDIS_PASSWORD: options.password } : {}),
    },
    nodes: [first, second],
    failedOver,
    failover: async () => {
      await clients[0]?.call('SENTINEL', 'FAILOVER', masterName);
      await failedOver();
    },
    close: async () => {
      await Promise.all([...clients, ...listeners].map(disconnectRedis));
      await Promise.all(children.map((child) => endProcess(child, 'SIGKILL')));
      await Promise.all([first.close(), second.close()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
