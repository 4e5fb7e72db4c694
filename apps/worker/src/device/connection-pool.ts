import type { Connection } from '@naas/device-drivers';
import { Slots } from '../intake/slots.js';
import type { PoolKey } from './pool-key.js';

/** Limits of a pool. Times in milliseconds. */
export interface PoolLimits {
  /** Maximum number of connections to a device, busy and idle together. */
  readonly perDevice: number;
  /**
   * Maximum number of connections in all. Idle ones are closed to make room; busy ones alone may exceed it.
   */
  readonly total: number;
  /** An idle connection is closed after this time. */
  readonly idleMs: number;
  /** A connection older than this is closed instead of kept. */
  readonly ageMs: number;
  /**
   * A pooled connection is checked before use when its device has sent nothing for this time. Default: 5000.
   */
  readonly trustMs?: number;
}

/** What a run needs of the pool. */
export interface ConnectionRequest {
  readonly key: PoolKey;
  /** Opens a new connection. */
  readonly open: () => Promise<Connection>;
  /** Checks a pooled connection before use, however recently its device has sent something. */
  readonly mustAnswer: boolean;
  /** Neither uses a pooled connection nor keeps this one for later jobs. */
  readonly isPrivate: boolean;
  readonly signal: AbortSignal;
}

/** A connection taken from the pool. */
export interface PooledConnection {
  readonly connection: Connection;
  /** Whether it was open before. */
  readonly isReused: boolean;
  /**
   * Returns it to the pool, which keeps it if it is idle at its prompt and closes it otherwise. Never
   * rejects.
   */
  readonly giveBack: () => Promise<void>;
}

interface OpenConnection {
  readonly connection: Connection;
  readonly login: string;
  readonly openedAt: number;
}

interface IdleConnection extends OpenConnection {
  /** Stops the idle timer and the watch for its close. */
  readonly unwatch: () => void;
}

interface Device {
  readonly name: string;
  readonly slots: Slots;
  /** Idle connections; the one returned last is at the end. */
  readonly idle: IdleConnection[];
}

/**
 * Open connections of a worker, by device and login: a job with another password never gets the connection. A
 * device has at most `perDevice` connections; jobs that find them all busy wait in order.
 */
export class ConnectionPool {
  readonly #limits: PoolLimits;
  readonly #devices = new Map<string, Device>();
  /** Called when an idle connection closes. */
  readonly #onClosed = new Map<Connection, () => void>();
  #total = 0;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  /** Number of open connections by device, busy and idle. */
  get counts(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#devices].map(([device, { slots, idle }]) => [device, slots.taken + idle.length]),
    );
  }

  /** Takes a connection. Rejects as `open` does, or with the signal's reason. */
  async take(request: ConnectionRequest): Promise<PooledConnection> {
    const { key, signal } = request;
    const device = this.#deviceOf(key.device);
    const release = await device.slots.take({ signal });
    if (!release) throw signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
    const free = (): void => {
      release();
      this.#tidy(device);
    };
    try {
      const idle = request.isPrivate ? undefined : await this.#reuse(device, request);
      if (idle) return this.#pooled(device, { ...idle, isReused: true, isPrivate: false, free });
      await this.#makeRoom(device);
      const connection = await this.#open(request);
      return this.#pooled(device, {
        connection,
        login: key.login,
        openedAt: performance.now(),
        isReused: false,
        isPrivate: request.isPrivate,
        free,
      });
    } catch (error) {
      free();
      throw error;
    }
  }

  /** Closes all idle connections. */
  async close(): Promise<void> {
    const idle = [...this.#devices.values()].flatMap((device) => device.idle.splice(0));
    this.#devices.clear();
    await Promise.all(
      idle.map(({ connection, unwatch }) => {
        unwatch();
        return connection.close();
      }),
    );
  }

  #deviceOf(name: string): Device {
    const device = this.#devices.get(name) ?? { name, slots: new Slots(this.#limits.perDevice), idle: [] };
    this.#devices.set(name, device);
    return device;
  }

  #tidy({ name, slots, idle }: Device): void {
    if (slots.taken === 0 && idle.length === 0) this.#devices.delete(name);
  }

  /** Takes the newest idle connection of that login that is alive, and closes those that are not. */
  async #reuse(
    device: Device,
    { key, mustAnswer, signal }: ConnectionRequest,
  ): Promise<IdleConnection | undefined> {
    for (let at = device.idle.length - 1; at >= 0; at--) {
      const idle = device.idle[at];
      if (idle?.login !== key.login) continue;
      device.idle.splice(at, 1);
      idle.unwatch();
      if (idle.connection.isIdle && (await this.#isAlive(idle, { mustAnswer, signal }))) return idle;
      await idle.connection.close();
    }
    return undefined;
  }

  async #isAlive(
    { connection }: IdleConnection,
    { mustAnswer, signal }: Pick<ConnectionRequest, 'mustAnswer' | 'signal'>,
  ): Promise<boolean> {
    const { trustMs = defaultTrustMs } = this.#limits;
    if (!mustAnswer && connection.silentMs < trustMs) return true;
    return connection.check({ readTimeoutMs: checkMs, signal }).then(
      () => connection.isIdle,
      // A new connection replaces it, and reports any error.
      () => false,
    );
  }

  /** Closes idle connections, those of this device first, until one more may be opened. */
  async #makeRoom(device: Device): Promise<void> {
    const { perDevice, total } = this.#limits;
    while (device.idle.length > 0 && device.slots.taken + device.idle.length > perDevice)
      await this.#closeOldest(device);
    for (const other of this.#devices.values()) {
      while (this.#total >= total && other.idle.length > 0) await this.#closeOldest(other);
    }
  }

  async #closeOldest(device: Device): Promise<void> {
    const oldest = device.idle.shift();
    if (!oldest) return;
    oldest.unwatch();
    this.#tidy(device);
    await oldest.connection.close();
  }

  async #open({ open }: ConnectionRequest): Promise<Connection> {
    this.#total += 1;
    try {
      const connection = await open();
      // Once per connection: a listener added each time it is kept would stay until it closes.
      void connection.closed.then(() => {
        this.#total -= 1;
        this.#onClosed.get(connection)?.();
      });
      return connection;
    } catch (error) {
      this.#total -= 1;
      throw error;
    }
  }

  #pooled(
    device: Device,
    taken: OpenConnection & {
      readonly isReused: boolean;
      readonly isPrivate: boolean;
      readonly free: () => void;
    },
  ): PooledConnection {
    const { connection, isReused, isPrivate, free } = taken;
    let isReturned = false;
    return {
      connection,
      isReused,
      giveBack: async () => {
        if (isReturned) return;
        isReturned = true;
        const isYoung = performance.now() - taken.openedAt < this.#limits.ageMs;
        if (connection.isIdle && isYoung && !isPrivate) this.#keep(device, taken);
        else await connection.close();
        free();
      },
    };
  }

  #keep(device: Device, { connection, login, openedAt }: OpenConnection): void {
    const remove = (): void => {
      const at = device.idle.indexOf(idle);
      if (at !== -1) device.idle.splice(at, 1);
      idle.unwatch();
      this.#tidy(device);
    };
    const expire = (): void => {
      remove();
      void connection.close();
    };
    const timer = setTimeout(expire, this.#limits.idleMs);
    const idle: IdleConnection = {
      connection,
      login,
      openedAt,
      unwatch: () => {
        this.#onClosed.delete(connection);
        clearTimeout(timer);
      },
    };
    device.idle.push(idle);
    // The device may close it at any time.
    this.#onClosed.set(connection, remove);
  }
}

/** Time in which a pooled connection must return its prompt, in milliseconds. */
const checkMs = 5_000;
const defaultTrustMs = 5_000;
