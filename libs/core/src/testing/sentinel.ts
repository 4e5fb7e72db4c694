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
  /** Settings, as in the environment, that make a program find the master. */
  readonly environment: Readonly<Record<string, string>>;
  /** Master and replica as at the start. */
  readonly nodes: readonly [first: TestRedis, second: TestRedis];
  /** Lets the sentinels make the replica the master. */
  readonly failover: () => Promise<void>;
  /** Resolves when the sentinels have made the second node the master. */
  readonly failedOver: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Options: one password for Redis and for the sentinels, and how long a silent master is waited for, in
 * milliseconds.
 */
export interface TestSentinelOptions {
  readonly password?: string;
  /** Whether the sentinels want the password too. */
  readonly isSentinelProtected?: boolean;
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

/** Asks again at every event of any sentinel until the answer is yes. */
async function untilTold(listeners: readonly Redis[], isSo: () => Promise<boolean>): Promise<void> {
  for (;;) {
    const over = new AbortController();
    const told = Promise.race(listeners.map((listener) => once(listener, 'pmessage', over)));
    const isOver = await isSo();
    if (!isOver) await told;
    told.catch(() => undefined); // aborted
    over.abort();
    if (isOver) return;
  }
}

/** Starts master, replica and sentinels; resolves when each knows of all others. */
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
    // names and values in turn
    const flat = (await client.call('SENTINEL', 'MASTER', masterName)) as readonly string[];
    return Object.fromEntries(
      flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])),
    );
  };
  const everywhere = async (isSo: (facts: Readonly<Record<string, string>>) => boolean): Promise<boolean> =>
    (await Promise.all(clients.map(factsOf))).every(isSo);
  const failedOver = () =>
    untilTold(listeners, () => everywhere((facts) => facts['port'] === `${second.port}`));
  await untilTold(listeners, () =>
    everywhere((facts) => facts['num-slaves'] === '1' && facts['num-other-sentinels'] === '2'),
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
