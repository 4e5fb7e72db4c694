import { watchEnds } from '@naas/core';

/** How long to wait for a slot. */
export interface Patience {
  /** Milliseconds; as long as it takes where it is not given. */
  readonly waitMs?: number;
  /** Aborting ends the wait. */
  readonly signal: AbortSignal;
}

/** Limits how much happens at once. Whoever takes a slot waits until one is free, in order. */
export class Slots {
  #free: number;
  readonly #takers = new Set<() => void>();
  readonly #watchers = new Set<() => void>();

  constructor(readonly total: number) {
    this.#free = total;
  }

  /** Slots taken now. */
  get taken(): number {
    return this.total - this.#free;
  }

  /**
   * Resolves to the function that gives the slot back (calling it again does nothing); null when none came
   * free in time.
   */
  async take(patience: Patience): Promise<(() => void) | null> {
    if (patience.signal.aborted) return null;
    if (this.#free > 0) this.#free -= 1;
    else if (!(await wait(this.#takers, patience))) return null;
    let isTaken = true;
    return () => {
      if (isTaken) this.#release();
      isTaken = false;
    };
  }

  /** Resolves when a slot is free that nobody waits for, or at the signal. */
  async whenFree(signal: AbortSignal): Promise<void> {
    if (this.#free === 0 && !signal.aborted) await wait(this.#watchers, { signal });
  }

  #release(): void {
    const [next] = this.#takers;
    if (next) {
      next(); // the slot goes over; it is never free in between
      return;
    }
    this.#free += 1;
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** Waits in order until called; resolves to whether that happened before patience ended. */
function wait(waiters: Set<() => void>, { waitMs, signal }: Patience): Promise<boolean> {
  return new Promise((resolve) => {
    const leave = (isCalled: boolean): void => {
      stop();
      waiters.delete(called);
      resolve(isCalled);
    };
    const called = (): void => leave(true);
    const stop = watchEnds({ signals: { signal }, timeoutMs: waitMs }, () => leave(false));
    waiters.add(called);
  });
}
