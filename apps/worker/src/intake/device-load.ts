/** Where a job is to go. */
export interface DeviceTarget {
  readonly context: string;
  readonly host: string;
  readonly port: number;
}

/** A device as the claim names it. */
export const deviceName = ({ context, host, port }: DeviceTarget): string => `${context}:${host}:${port}`;

/**
 * How many jobs this worker has on each device, so that a slow one does not take all slots: a device is
 * crowded when it has `most` of them, and its further read jobs wait in Redis until one has ended.
 */
export class DeviceLoad {
  readonly #counts = new Map<string, number>();
  readonly #waitedFor = new Map<string, DeviceTarget>();

  /**
   * @param onQuiet told of a device that jobs were made to wait for, when this worker has none on it any
   * more: whoever waits must not depend on an end that has been.
   */
  constructor(
    readonly most: number,
    readonly onQuiet: (target: DeviceTarget) => void,
  ) {}

  /** The crowded devices, by name; seldom any. */
  get crowded(): readonly string[] {
    return [...this.#counts].flatMap(([name, count]) => (count >= this.most ? [name] : []));
  }

  /** A job begins on a device; returns what is called at its end. */
  begin(target: DeviceTarget): () => void {
    const name = deviceName(target);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(name) ?? 0) - 1;
      if (left > 0) this.#counts.set(name, left);
      else this.#counts.delete(name);
      this.#callNext(name);
    };
  }

  /** A job was made to wait for a device, since that was crowded when its claim was sent. */
  noteWaiting(target: DeviceTarget): void {
    const name = deviceName(target);
    this.#waitedFor.set(name, target);
    this.#callNext(name);
  }

  #callNext(name: string): void {
    const target = this.#waitedFor.get(name);
    if (!target || this.#counts.has(name)) return;
    this.#waitedFor.delete(name);
    this.onQuiet(target);
  }
}

/**
 * Jobs of a device that a worker takes at a time: those that have its sessions and some that are ready to
 * follow, but not all it can do.
 */
export function mostOnDevice({
  DEVICE_MAX_SESSIONS: sessions,
  WORKER_CONCURRENCY: concurrency,
}: {
  readonly DEVICE_MAX_SESSIONS: number;
  readonly WORKER_CONCURRENCY: number;
}): number {
  const ready = Math.max(sessions, Math.ceil(concurrency / 10));
  return Math.max(1, Math.min(sessions + ready, concurrency - 1));
}
