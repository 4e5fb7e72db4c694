import type { Socket } from 'node:net';
import IORedis, { type RedisOptions } from 'ioredis';
import beeQueueScripts from 'bee-queue/lib/lua/index.js';
import type { Settings } from './settings.js';
import { SettingsError } from './settings.js';

/** What a connection is for; each use has its own way of meeting trouble. */
export type RedisUse =
  /** The API's commands: fail within a second, so that callers are told. */
  | 'fail-fast'
  /** A worker's commands: wait for Redis to come back. */
  | 'patient'
  /** Pub/sub: subscribes again by itself after a reconnect. */
  | 'subscriber';

const uses: Readonly<Record<RedisUse, RedisOptions>> = {
  'fail-fast': { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 1000, connectTimeout: 1000, retryStrategy: (attempt) => Math.min(50 * attempt, 500) },
  patient: { maxRetriesPerRequest: null, retryStrategy: (attempt) => Math.min(50 * attempt, 1000) },
  // The check for readiness is an INFO, which a connection that has subscribed already refuses: ioredis would connect anew, and forget the subscription.
  subscriber: { enableOfflineQueue: true, enableReadyCheck: false, maxRetriesPerRequest: null, retryStrategy: (attempt) => Math.min(50 * attempt, 500) },
};

type EvalshaCallback = (error: Error | null, result?: unknown) => void;

/**
 * ioredis as bee-queue needs it. bee-queue recognises a client by the name of its class, and connects to localhost
 * when it does not; it loads its scripts once, so after a restart or failover of Redis they must be loaded again.
 */
export class Redis extends IORedis {
  readonly #options: RedisOptions;

  constructor(options: RedisOptions) {
    super(options);
    this.#options = options;
  }

  /**
   * Sends all that is written within one turn of the event loop at once: a write to a socket takes the API as long as all the rest
   * of a small command, and wakes Redis for each.
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
  const callback = typeof last === 'function' ? (parts.pop() as EvalshaCallback) : undefined; // a function in last place is the callback
  const result = this.evalshaReloading(parts.flat() as (string | number)[]); // bee-queue passes strings and numbers
  if (callback) result.then((value) => callback(null, value), (error: Error) => callback(error));
  return result;
};

function addressOf(settings: Settings): RedisOptions {
  if (!settings.REDIS_URL) {
    return { host: settings.REDIS_HOST, port: settings.REDIS_PORT, ...(settings.REDIS_PASSWORD ? { password: settings.REDIS_PASSWORD } : {}) };
  }
  if (!URL.canParse(settings.REDIS_URL)) throw new SettingsError('REDIS_URL is not a URL; write redis://host:6379 or rediss://user:password@host:6379/0.');
  const url = new URL(settings.REDIS_URL);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw new SettingsError('REDIS_URL must begin with redis:// or rediss://.');
  const database = Number(url.pathname.slice(1) || '0');
  if (!Number.isInteger(database)) throw new SettingsError('REDIS_URL: the path must be the number of a database, such as /0.');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: database,
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

/** What a connection reports when it is lost and found again. */
export type RedisListener = (event: 'lost' | 'found', error?: Error) => void;

/**
 * Connects to Redis, in the background: the result is usable at once, and finds Redis again by itself.
 * @throws SettingsError when the address is malformed.
 */
export function connectRedis(settings: Settings, use: RedisUse, listener: RedisListener = () => {}): Redis {
  const redis = new Redis({ ...addressOf(settings), ...uses[use], connectionName: `naas-${use}`, keepAlive: 10_000, noDelay: true });
  redis.setMaxListeners(0); // every bee-queue queue adds one
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
  if (isReady) await Promise.race([redis.quit().then(() => undefined, () => undefined), new Promise((resolve) => setTimeout(resolve, 500).unref())]);
  redis.disconnect();
}

const unavailable = /^(Connection is closed|Command timed out|Stream isn't writeable|Reached the max retries|LOADING|MASTERDOWN|READONLY|OOM|MISCONF|CLUSTERDOWN|TRYAGAIN|BUSY)/;
const unavailableCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN']);

/** Whether an error says that Redis cannot be used now, as against a defect of ours. */
export function isRedisUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return unavailable.test(error.message) || unavailableCodes.has(code);
}
