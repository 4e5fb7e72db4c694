/** Bounds of Handshakes. */
export interface HandshakeLimits {
  /** Most at once; 10. */
  readonly most?: number;
  /**
   * How long one may hold its place, in milliseconds; 1,000. A device that is slow, or silent, goes on
   * without one.
   */
  readonly holdMs?: number;
}

/**
 * Limits how many SSH handshakes are under way: each costs milliseconds of CPU, and more at once only hold up
 * everything else in the process. Whoever comes when all places are taken waits in order.
 */
export class Handshakes {
  readonly #holdMs: number;
  readonly #line = new Set<() => void>();
  #free: number;

  constructor({ most = 10, holdMs = 1_000 }: HandshakeLimits = {}) {
    this.#free = most;
    this.#holdMs = holdMs;
  }

  /**
   * Resolves to what gives the place back (calling it again does nothing). Rejects with the signal's reason.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    let isHeld = true;
    const leave = (): void => {
      clearTimeout(timer);
      if (isHeld) this.#pass();
      isHeld = false;
    };
    const timer = setTimeout(leave, this.#holdMs);
    return leave;
  }

  /** The place goes over to the next in line; it is never free in between. */
  #pass(): void {
    const [next] = this.#line;
    if (next) next();
    else this.#free += 1;
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#line.delete(called);
        signal.removeEventListener('abort', giveUp);
      };
      const called = (): void => {
        leave();
        resolve();
      };
      const giveUp = (): void => {
        leave();
        reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
      };
      this.#line.add(called);
      signal.addEventListener('abort', giveUp);
    });
  }
}
