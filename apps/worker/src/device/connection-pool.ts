import type { Connection } from '@naas/device-drivers';
import { Slots } from '../intake/slots.js';
import type { PoolKey } from './pool-key.js';

/** Bounds of a pool. Times in milliseconds. */
export interface PoolLimits {
  /** Most sessions on a device, busy and idle together. */
  readonly perDevice: number;
  /** Most sessions in all; idle ones make room. */
  readonly total: number;
  readonly idleMs: number;
  readonly ageMs: number;
  /**
   * A kept session whose device has been silent for so long must prove that it is alive before it is trusted;
   * 5,000.
   */
  readonly trustMs?: number;
}

/** A wish for a session. */
export interface Wanted {
  readonly key: PoolKey;
  /** Opens a new one. */
  readonly open: () => Promise<Connection>;
  /**
   * A session that was kept must prove that it is alive before it is trusted, however lately its device was
   * heard.
   */
  readonly mustAnswer: boolean;
  /** Kept sessions are neither used nor is this one kept. */
  readonly isAlone: boolean;
  readonly signal: AbortSignal;
}

/** A session taken from the pool. */
export interface PooledSession {
  readonly connection: Connection;
  /** It was open before. */
  readonly isReused: boolean;
  /** Ends the taking: keeps the session if it stands at its prompt, closes it otherwise. Never rejects. */
  readonly giveBack: () => Promise<void>;
}

interface Kept {
  readonly connection: Connection;
  readonly login: string;
  readonly openedAt: number;
  readonly forget: () => void;
}

interface Device {
  readonly name: string;
  readonly slots: Slots;
  /** Idle sessions, the one kept last at the end. */
  readonly idle: Kept[];
}

/**
 * Open sessions of a worker, by device and login: who logs in with another password never gets the session. A
 * device has `perDevice` sessions at most, and whoever finds them all busy waits in order.
 */
export class SessionPool {
  readonly #limits: PoolLimits;
  readonly #devices = new Map<string, Device>();
  /** What is to be done when an idle session ends. */
  readonly #whenClosed = new Map<Connection, () => void>();
  #total = 0;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  /** Sessions open now, by device: busy and idle. */
  get counts(): ReadonlyMap<string, number> {
    return new Map(
      [...this.#devices].map(([device, { slots, idle }]) => [device, slots.taken + idle.length]),
    );
  }

  /**
   * Takes a session. Rejects as `open` does, or with the signal's reason.
   */
  async take(wanted: Wanted): Promise<PooledSession> {
    const { key, signal } = wanted;
    const device = this.#deviceOf(key.device);
    const release = await device.slots.take({ signal });
    if (!release) throw signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
    const free = (): void => {
      release();
      this.#tidy(device);
    };
    try {
      const kept = wanted.isAlone ? undefined : await this.#reuse(device, wanted);
      if (kept) return this.#session(device, { ...kept, isReused: true, isAlone: false, free });
      await this.#makeRoom(device);
      const connection = await this.#open(wanted);
      return this.#session(device, {
        connection,
        login: key.login,
        openedAt: performance.now(),
        isReused: false,
        isAlone: wanted.isAlone,
        free,
      });
    } catch (error) {
      free();
      throw error;
    }
  }

  /** Closes what is idle. */
  async close(): Promise<void> {
    const idle = [...this.#devices.values()].flatMap((device) => device.idle.splice(0));
    this.#devices.clear();
    await Promise.all(
      idle.map((kept) => {
        kept.forget();
        return kept.connection.close();
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

  /** The newest idle session of that login that is alive; closes those that are not. */
  async #reuse(device: Device, { key, mustAnswer, signal }: Wanted): Promise<Kept | undefined> {
    for (let at = device.idle.length - 1; at >= 0; at--) {
      const kept = device.idle[at];
      if (kept?.login !== key.login) continue;
      device.idle.splice(at, 1);
      kept.forget();
      if (kept.connection.isIdle && (await this.#answers(kept, { mustAnswer, signal }))) return kept;
      await kept.connection.close();
    }
    return undefined;
  }

  async #answers(
    { connection }: Kept,
    { mustAnswer, signal }: Pick<Wanted, 'mustAnswer' | 'signal'>,
  ): Promise<boolean> {
    const { trustMs = trustMsDefault } = this.#limits;
    if (!mustAnswer && connection.silentMs < trustMs) return true;
    return connection.check({ readTimeoutMs: checkMs, signal }).then(
      () => connection.isIdle,
      () => false, // a new one takes its place, and tells what is wrong
    );
  }

  /** Closes idle sessions until one more may be opened, of this device first. */
  async #makeRoom(device: Device): Promise<void> {
    const { perDevice, total } = this.#limits;
    while (device.idle.length > 0 && device.slots.taken + device.idle.length > perDevice)
      await this.#dropOldest(device);
    for (const other of this.#devices.values()) {
      while (this.#total >= total && other.idle.length > 0) await this.#dropOldest(other);
    }
  }

  async #dropOldest(device: Device): Promise<void> {
    const kept = device.idle.shift();
    if (!kept) return;
    kept.forget();
    this.#tidy(device);
    await kept.connection.close();
  }

  async #open({ open }: Wanted): Promise<Connection> {
    this.#total += 1;
    try {
      const connection = await open();
      // Once a connection: what is added each time it is kept would stay with it to its end.
      void connection.closed.then(() => {
        this.#total -= 1;
        this.#whenClosed.get(connection)?.();
      });
      return connection;
    } catch (error) {
      this.#total -= 1;
      throw error;
    }
  }

  #session(
    device: Device,
    taken: Pick<Kept, 'connection' | 'login' | 'openedAt'> & {
      readonly isReused: boolean;
      readonly isAlone: boolean;
      readonly free: () => void;
    },
  ): PooledSession {
    const { connection, isReused, isAlone, free } = taken;
    let isGiven = false;
    return {
      connection,
      isReused,
      giveBack: async () => {
        if (isGiven) return;
        isGiven = true;
        const isYoung = performance.now() - taken.openedAt < this.#limits.ageMs;
        if (connection.isIdle && isYoung && !isAlone) this.#keep(device, taken);
        else await connection.close();
        free();
      },
    };
  }

  #keep(
    device: Device,
    { connection, login, openedAt }: Pick<Kept, 'connection' | 'login' | 'openedAt'>,
  ): void {
    const remove = (): void => {
      const at = device.idle.indexOf(kept);
      if (at !== -1) device.idle.splice(at, 1);
      kept.forget();
      this.#tidy(device);
    };
    const expire = (): void => {
      remove();
      void connection.close();
    };
    const timer = setTimeout(expire, this.#limits.idleMs);
    const kept: Kept = {
      connection,
      login,
      openedAt,
      forget: () => {
        this.#whenClosed.delete(connection);
        clearTimeout(timer);
      },
    };
    device.idle.push(kept);
    this.#whenClosed.set(connection, remove); // the device may end it at any time
  }
}

/** How long a kept session may take to bring its prompt back, in milliseconds. */
const checkMs = 5_000;
const trustMsDefault = 5_000;
