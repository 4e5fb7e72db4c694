import { watchEnds } from '@naas/core';

/** How long to wait for a slot. */
export interface SlotWait {
  /** Milliseconds. Default: no limit. */
  readonly waitMs?: number;
  /** Aborting ends the wait. */
  readonly signal: AbortSignal;
}

/** A semaphore with `total` slots. Callers that find no free slot wait in order. */
export class Slots {
  #free: number;
  readonly #waiters = new Set<() => void>();
  readonly #watchers = new Set<() => void>();

  constructor(readonly total: number) {
    this.#free = total;
  }

  /** Number of slots taken. */
  get taken(): number {
    return this.total - this.#free;
  }

  /**
   * Takes a slot. Resolves to the function that releases it (safe to call twice), or to null when no slot was
   * free in time.
   */
  async take(options: SlotWait): Promise<(() => void) | null> {
    if (options.signal.aborted) return null;
    if (this.#free > 0) this.#free -= 1;
    else if (!(await wait(this.#waiters, options))) return null;
    let isTaken = true;
    return () => {
      if (isTaken) this.#release();
      isTaken = false;
    };
  }

  /** Resolves when a slot is free and no caller waits for it, or at the signal. */
  async whenFree(signal: AbortSignal): Promise<void> {
    if (this.#free === 0 && !signal.aborted) await wait(this.#watchers, { signal });
  }

  #release(): void {
    const [next] = this.#waiters;
    if (next) {
      // The slot passes directly to the next waiter and is never free in between.
      next();
      return;
    }
    this.#free += 1;
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** Waits in order until called. Resolves to whether that happened before the time limit and the signal. */
function wait(waiters: Set<() => void>, { waitMs, signal }: SlotWait): Promise<boolean> {
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
