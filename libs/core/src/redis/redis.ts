import type { Socket } from 'node:net';
import IORedis, { SentinelConnector, type RedisOptions } from 'ioredis';
import beeQueueScripts from 'bee-queue/lib/lua/index.js';
import { addressOf } from './address.js';
import { CommandTimeouts } from './command-timeouts.js';
import type { Settings } from '../settings/settings.js';

/** What a connection is for, which decides how it handles an outage. */
export type RedisUse =
  /** The API's commands: fail within a second, so that callers get an answer. */
  | 'fail-fast'
  /** A worker's commands: wait for Redis to come back. */
  | 'patient'
  /** Pub/sub: subscribes again by itself after a reconnect. */
  | 'subscriber';

/** How long a fail-fast command waits for its reply, in milliseconds. */
const failFastMs = 1000;

const uses: Readonly<Record<RedisUse, RedisOptions>> = {
  'fail-fast': {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
  },
  patient: { maxRetriesPerRequest: null, retryStrategy: (attempt) => Math.min(50 * attempt, 1000) },
  // The check for readiness is an INFO, which Redis refuses on a connection that has already subscribed:
  // ioredis would connect again, and lose the subscription.
  subscriber: {
    enableOfflineQueue: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
  },
};

type Auth = (secret: unknown, done: (error?: Error | null) => void) => void;

/**
 * Finds the master through the sentinels. Errors on the connections to sentinels are handled here, since
 * ioredis prints those that have no listener.
 */
class Sentinels extends SentinelConnector {
  /**
   * Stops the failover detector of the last connection first. It would interrupt the search for the next
   * master, and ioredis then never connects again.
   */
  override connect(
    ...args: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    // Private in ioredis's types.
    const { failoverDetector } = this as unknown as { readonly failoverDetector: { cleanup(): void } | null };
    failoverDetector?.cleanup();
    return super.connect(...args);
  }
}

// Private in ioredis's types.
const { connectToSentinel: connectToOne } = SentinelConnector.prototype as unknown as {
  readonly connectToSentinel: (this: Sentinels, ...args: unknown[]) => IORedis;
};
Object.assign(Sentinels.prototype, {
  connectToSentinel(this: Sentinels, ...args: unknown[]): IORedis {
    const client = connectToOne.apply(this, args);
    client.on('error', () => undefined); // ioredis tries the next sentinel, or this one again
    const auth = client.auth.bind(client) as unknown as Auth;
    // REDIS_PASSWORD may be the password of Redis alone.
    const authIfRequired: Auth = (secret, done) =>
      auth(secret, (error) => done(error?.message.includes('without any password') ? null : error));
    return Object.assign(client, { auth: authIfRequired });
  },
});

/**
 * How a connection follows the master: it leaves a demoted or hung one as soon as a sentinel announces the
 * failover. Times in milliseconds.
 */
const following: RedisOptions = {
  Connector: Sentinels as unknown as NonNullable<RedisOptions['Connector']>, // typed for options of any shape
  failoverDetector: true,
  sentinelCommandTimeout: 1000,
  sentinelRetryStrategy: (attempt) => Math.min(50 * attempt, 500),
  sentinelReconnectStrategy: (attempt) => Math.min(100 * attempt, 1000),
};

/**
 * Whether a master has become a replica: it keeps the connection and refuses all writes. The next connection
 * may find its successor.
 */
const isDemoted = (error: Error): boolean =>
  /^(READONLY|ERR WAIT cannot be used with replica)/.test(error.message);

type EvalshaCallback = (error: Error | null, result?: unknown) => void;

/**
 * ioredis as bee-queue needs it. bee-queue recognises a client by the name of its class, and connects to
 * localhost when it does not recognise it; it loads its scripts once, so they must be loaded again after a
 * restart or failover of Redis.
 */
export class Redis extends IORedis {
  readonly #options: RedisOptions;
  readonly #timeouts: CommandTimeouts | undefined;

  /** @param timeoutMs limit for the reply to each command. Default: none. */
  constructor(options: RedisOptions, timeoutMs?: number) {
    super(options);
    this.#options = options;
    if (timeoutMs === undefined) return;
    const timeouts = new CommandTimeouts(timeoutMs);
    this.#timeouts = timeouts;
    this.on('end', () => timeouts.stop());
  }

  /**
   * Sends all commands of one turn of the event loop in one write: a write to a socket takes the API as long
   * as all the rest of a small command, and each write wakes Redis.
   */
  override sendCommand(...parts: Parameters<IORedis['sendCommand']>): unknown {
    const socket = this.stream as Socket | undefined; // undefined before the first connection
    if (socket?.writableCorked === 0) {
      socket.cork();
      setImmediate(() => socket.uncork());
    }
    const [command] = parts;
    this.#timeouts?.watch(command);
    return super.sendCommand(...parts);
  }

  /** bee-queue makes its blocking connection with this; a time limit would end its wait for a job. */
  override duplicate(override: Partial<RedisOptions> = {}): Redis {
    return new Redis({ ...this.#options, ...uses.patient, ...override });
  }

  /** @internal bee-queue calls it with a trailing callback. */
  async evalshaReloading(parts: readonly (string | Buffer | number)[]): Promise<unknown> {
    const run = (): Promise<unknown> => this.call('EVALSHA', ...parts);
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      await beeQueueScripts.buildCache(this);
      return run();
    }
  }
}

// bee-queue's own calls go through `evalsha(...args, callback)`.
Redis.prototype.evalsha = function evalsha(this: Redis, ...parts: unknown[]): Promise<unknown> {
  const last = parts[parts.length - 1];
  // A function in last place is the callback.
  const callback = typeof last === 'function' ? (parts.pop() as EvalshaCallback) : undefined;
  // bee-queue passes strings and numbers.
  const result = this.evalshaReloading(parts.flat() as (string | number)[]);
  if (callback) {
    result.then(
      (value) => callback(null, value),
      (error: Error) => callback(error),
    );
  }
  return result;
};

/** Called when a connection is lost, and when it is found again. */
export type RedisListener = (event: 'lost' | 'found', error?: Error) => void;

/**
 * Connects to Redis in the background. The result can be used at once, and reconnects by itself.
 * @throws SettingsError when the address is malformed.
 */
export function connectRedis(settings: Settings, use: RedisUse, listener: RedisListener = () => {}): Redis {
  const address = addressOf(settings);
  const options = {
    ...address,
    ...('sentinels' in address ? following : {}),
    ...uses[use],
    reconnectOnError: isDemoted,
    connectionName: `naas-${use}`,
    keepAlive: 10_000,
    disconnectTimeout: 500,
    noDelay: true,
  };
  const redis = new Redis(options, use === 'fail-fast' ? failFastMs : undefined);
  redis.setMaxListeners(0); // every bee-queue queue adds one
  // Each refused write of a demoted master adds one.
  redis.on('connect', () => void redis.stream.setMaxListeners(0));
  let isLost = false;
  redis.on('error', (error: Error) => {
    if (!isLost) listener('lost', error);
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) listener('found');
    isLost = false;
  });
  return redis;
}

/** Ends a connection; with QUIT when Redis answers within 500 ms. */
export async function disconnectRedis(redis: Redis): Promise<void> {
  const isReady = redis.status === 'ready';
  if (isReady) {
    await Promise.race([
      redis.quit().then(
        () => undefined,
        () => undefined,
      ),
      new Promise((resolve) => setTimeout(resolve, 500).unref()),
    ]);
  }
  redis.disconnect();
}
