import type { Socket } from 'node:net';
import IORedis, { SentinelConnector, type RedisOptions } from 'ioredis';
import beeQueueScripts from 'bee-queue/lib/lua/index.js';
import { addressOf } from './address.js';
import type { Settings } from '../settings/settings.js';

/** What a connection is for; each use has its own way of meeting trouble. */
export type RedisUse =
  /** The API's commands: fail within a second, so that callers are told. */
  | 'fail-fast'
  /** A worker's commands: wait for Redis to come back. */
  | 'patient'
  /** Pub/sub: subscribes again by itself after a reconnect. */
  | 'subscriber';

const uses: Readonly<Record<RedisUse, RedisOptions>> = {
  'fail-fast': {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 1000,
    connectTimeout: 1000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
  },
  patient: { maxRetriesPerRequest: null, retryStrategy: (attempt) => Math.min(50 * attempt, 1000) },
  // The check for readiness is an INFO, which a connection that has subscribed already refuses: ioredis would
  // connect anew, and forget the subscription.
  subscriber: {
    enableOfflineQueue: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(50 * attempt, 500),
  },
};

type Auth = (secret: unknown, done: (error?: Error | null) => void) => void;

/**
 * ioredis's way to the master that sentinels name. It prints what it meets on a sentinel's connection, where
 * nobody listens.
 */
class Sentinels extends SentinelConnector {
  /**
   * What listens for the last connection would break off the search for the next one, and ioredis gives up
   * for ever then.
   */
  override connect(
    ...args: Parameters<SentinelConnector['connect']>
  ): ReturnType<SentinelConnector['connect']> {
    // private in its types
    const { failoverDetector } = this as unknown as { readonly failoverDetector: { cleanup(): void } | null };
    failoverDetector?.cleanup();
    return super.connect(...args);
  }
}

// private in its types
const { connectToSentinel: connectToOne } = SentinelConnector.prototype as unknown as {
  readonly connectToSentinel: (this: Sentinels, ...args: unknown[]) => IORedis;
};
Object.assign(Sentinels.prototype, {
  connectToSentinel(this: Sentinels, ...args: unknown[]): IORedis {
    const client = connectToOne.apply(this, args);
    client.on('error', () => undefined); // the next sentinel is asked, or this one again
    const auth = client.auth.bind(client) as unknown as Auth;
    // REDIS_PASSWORD may be the password of Redis alone.
    const authIfWanted: Auth = (secret, done) =>
      auth(secret, (error) => done(error?.message.includes('without any password') ? null : error));
    return Object.assign(client, { auth: authIfWanted });
  },
});

/**
 * How a connection follows the master: a demoted or hung one is left as soon as a sentinel tells so. Times in
 * milliseconds.
 */
const following: RedisOptions = {
  Connector: Sentinels as unknown as NonNullable<RedisOptions['Connector']>, // typed for options of any shape
  failoverDetector: true,
  sentinelCommandTimeout: 1000,
  sentinelRetryStrategy: (attempt) => Math.min(50 * attempt, 500),
  sentinelReconnectStrategy: (attempt) => Math.min(100 * attempt, 1000),
};

/**
 * A master that has become a replica keeps the connection and refuses all writes. The next connection may
 * find its successor.
 */
const isDemoted = (error: Error): boolean =>
  /^(READONLY|ERR WAIT cannot be used with replica)/.test(error.message);

type EvalshaCallback = (error: Error | null, result?: unknown) => void;

/**
 * ioredis as bee-queue needs it. bee-queue recognises a client by the name of its class, and connects to
 * localhost when it does not; it loads its scripts once, so after a restart or failover of Redis they must be
 * loaded again.
 */
export class Redis extends IORedis {
  readonly #options: RedisOptions;

  constructor(options: RedisOptions) {
    super(options);
    this.#options = options;
  }

  /**
   * Sends all that is written within one turn of the event loop at once: a write to a socket takes the API as
   * long as all the rest of a small command, and wakes Redis for each.
   */
  override sendCommand(...parts: Parameters<IORedis['sendCommand']>): unknown {
    const socket = this.stream as Socket | undefined; // not there before the first connection
    if (socket?.writableCorked === 0) {
      socket.cork();
      setImmediate(() => socket.uncork());
    }
    return super.sendCommand(...parts);
  }

  /** bee-queue makes its blocking connection with this; a time limit would cut its wait for a job. */
  override duplicate(override: Partial<RedisOptions> = {}): Redis {
    const { commandTimeout: _, ...options } = this.#options;
    return new Redis({ ...options, ...uses.patient, ...override });
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
  // a function in last place is the callback
  const callback = typeof last === 'function' ? (parts.pop() as EvalshaCallback) : undefined;
  // bee-queue passes strings and numbers
  const result = this.evalshaReloading(parts.flat() as (string | number)[]);
  if (callback)
    result.then(
      (value) => callback(null, value),
      (error: Error) => callback(error),
    );
  return result;
};

/** What a connection reports when it is lost and found again. */
export type RedisListener = (event: 'lost' | 'found', error?: Error) => void;

/**
 * Connects to Redis, in the background: the result is usable at once, and finds Redis again by itself.
 * @throws SettingsError when the address is malformed.
 */
export function connectRedis(settings: Settings, use: RedisUse, listener: RedisListener = () => {}): Redis {
  const address = addressOf(settings);
  const redis = new Redis({
    ...address,
    ...('sentinels' in address ? following : {}),
    ...uses[use],
    reconnectOnError: isDemoted,
    connectionName: `naas-${use}`,
    keepAlive: 10_000,
    disconnectTimeout: 500,
    noDelay: true,
  });
  redis.setMaxListeners(0); // every bee-queue queue adds one
  // each refused write of a demoted master adds one
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

/** Ends a connection, politely if Redis answers. */
export async function disconnectRedis(redis: Redis): Promise<void> {
  const isReady = redis.status === 'ready';
  if (isReady)
    await Promise.race([
      redis.quit().then(
        () => undefined,
        () => undefined,
      ),
      new Promise((resolve) => setTimeout(resolve, 500).unref()),
    ]);
  redis.disconnect();
}
