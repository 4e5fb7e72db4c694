import { deviceName, type Device } from '@naas/core';

/**
 * Counts this worker's jobs on each device, so that a slow device cannot take all slots. A device with `max`
 * jobs is busy, and its further read jobs are deferred until one has ended.
 */
export class DeviceLoad {
  readonly #counts = new Map<string, number>();
  readonly #deferredFor = new Map<string, Device>();

  /**
   * @param max jobs on a device at a time
   * @param onIdle called with a device that has deferred jobs, once this worker has no job on it: they must
   * not wait for the end of a job that ended before they were deferred
   */
  constructor(
    readonly max: number,
    readonly onIdle: (device: Device) => void,
  ) {}

  /** Names of the busy devices; usually none. */
  get busy(): readonly string[] {
    return [...this.#counts].flatMap(([name, count]) => (count >= this.max ? [name] : []));
  }

  /** Counts a job on a device. Call the returned function when the job ends. */
  begin(device: Device): () => void {
    const name = deviceName(device);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(name) ?? 0) - 1;
      if (left > 0) this.#counts.set(name, left);
      else this.#counts.delete(name);
      this.#notifyIfIdle(name);
    };
  }

  /** Notes that a job was deferred, because its device was busy when the claim was sent. */
  noteDeferred(device: Device): void {
    const name = deviceName(device);
    this.#deferredFor.set(name, device);
    this.#notifyIfIdle(name);
  }

  #notifyIfIdle(name: string): void {
    const device = this.#deferredFor.get(name);
    if (!device || this.#counts.has(name)) return;
    this.#deferredFor.delete(name);
    this.onIdle(device);
  }
}

/**
 * How many jobs of one device a worker takes at a time: one for each connection and some that are ready to
 * follow, but never all slots of the worker (unless it has only one).
 */
export function maxOnDevice({
  DEVICE_MAX_SESSIONS: connections,
  WORKER_CONCURRENCY: concurrency,
}: {
  readonly DEVICE_MAX_SESSIONS: number;
  readonly WORKER_CONCURRENCY: number;
}): number {
  const ready = Math.max(connections, Math.ceil(concurrency / 10));
  return Math.max(1, Math.min(connections + ready, concurrency - 1));
}
