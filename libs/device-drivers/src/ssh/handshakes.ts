/** Limits of Handshakes. */
export interface HandshakeLimits {
  /** Maximum number at once. Default: 10. */
  readonly max?: number;
  /**
   * Maximum time one handshake holds its place, in milliseconds; a slow or silent device continues without a
   * place. Default: 1,000.
   */
  readonly holdMs?: number;
}

/**
 * Limits concurrent SSH handshakes: each costs milliseconds of CPU, and more at once only delay everything
 * else in the process. When all places are taken, callers wait in order.
 */
export class Handshakes {
  readonly #holdMs: number;
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor({ max = 10, holdMs = 1_000 }: HandshakeLimits = {}) {
    this.#free = max;
    this.#holdMs = holdMs;
  }

  /**
   * Waits for a place. Resolves to a function that gives it back; safe to call twice. Rejects with the
   * signal's reason.
   */
  async acquire(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    let isHeld = true;
    const release = (): void => {
      clearTimeout(timer);
      if (isHeld) this.#passOn();
      isHeld = false;
    };
    const timer = setTimeout(release, this.#holdMs);
    return release;
  }

  /** Hands the place to the next waiter; it is never free in between. */
  #passOn(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#free += 1;
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiting.delete(onPlace);
        signal.removeEventListener('abort', onAbort);
      };
      const onPlace = (): void => {
        end();
        resolve();
      };
      const onAbort = (): void => {
        end();
        reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
      };
      this.#waiting.add(onPlace);
      signal.addEventListener('abort', onAbort);
    });
  }
}
