import { deviceName, type Device } from '@naas/core';

/**
 * How many jobs this worker has on each device, so that a slow one does not take all slots: a device is
 * busy when it has `max` of them, and its further read jobs are deferred until one has ended.
 */
export class DeviceLoad {
  readonly #counts = new Map<string, number>();
  readonly #deferredFor = new Map<string, Device>();

  /**
   * @param onQuiet called with a device that jobs were deferred for, once this worker has none on it any more:
   * those that wait must not depend on an end that has passed already.
   */
  constructor(
    readonly max: number,
    readonly onQuiet: (device: Device) => void,
  ) {}

  /** Names of the busy devices; seldom any. */
  get busy(): readonly string[] {
    return [...this.#counts].flatMap(([name, count]) => (count >= this.max ? [name] : []));
  }

  /** A job begins on a device; returns what is called at its end. */
  begin(device: Device): () => void {
    const name = deviceName(device);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(name) ?? 0) - 1;
      if (left > 0) this.#counts.set(name, left);
      else this.#counts.delete(name);
      this.#callNext(name);
    };
  }

  /** A job was deferred, since its device was busy when the claim was sent. */
  noteDeferred(device: Device): void {
    const name = deviceName(device);
    this.#deferredFor.set(name, device);
    this.#callNext(name);
  }

  #callNext(name: string): void {
    const device = this.#deferredFor.get(name);
    if (!device || this.#counts.has(name)) return;
    this.#deferredFor.delete(name);
    this.onQuiet(device);
  }
}

/**
 * Jobs of a device that a worker takes at a time: those that have its sessions and some that are ready to
 * follow, but not all it can do.
 */
export function maxOnDevice({
  DEVICE_MAX_SESSIONS: sessions,
  WORKER_CONCURRENCY: concurrency,
}: {
  readonly DEVICE_MAX_SESSIONS: number;
  readonly WORKER_CONCURRENCY: number;
}): number {
  const ready = Math.max(sessions, Math.ceil(concurrency / 10));
  return Math.max(1, Math.min(sessions + ready, concurrency - 1));
}
