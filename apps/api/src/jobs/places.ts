import { watchEnds } from '@naas/core';

/** Maximum number of large results that one process sends at a time. */
export const maxLargeResults = 8;

/** How long somebody waits for a place. */
export interface PlaceWait {
  /** Aborts when nobody needs the place any more. */
  readonly gone: AbortSignal;
  /** Aborts when the process begins to stop; then nobody waits. */
  readonly stopping: AbortSignal;
  readonly waitMs: number;
}

interface Waiter {
  readonly holder: string;
  /** Ends the wait: with the place, or without. */
  readonly end: (hasPlace: boolean) => void;
}

/**
 * A limited number of places, given out in the order of asking; but no holder has more than half of them, so that
 * one cannot keep out all others.
 */
export class Places {
  readonly #max: number;
  readonly #onChange: (taken: number) => void;
  readonly #taken = new Map<string, number>();
  #count = 0;
  #waiting: readonly Waiter[] = [];

  /** `onChange` is called with each new number of taken places. */
  constructor(max: number, onChange: (taken: number) => void) {
    this.#max = max;
    this.#onChange = onChange;
  }

  /** Number of those who wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes a place until `gone` aborts. False when none became free in time. */
  async take(holder: string, wait: PlaceWait): Promise<boolean> {
    const { gone, stopping } = wait;
    const isGone = (): boolean => gone.aborted;
    if (isGone()) return false;
    if (this.#isFreeFor(holder)) this.#add(holder, 1);
    else if (stopping.aborted || !(await this.#waitFor(holder, wait))) return false;
    // It may have gone just after it was given the place.
    if (isGone()) this.#leave(holder);
    else gone.addEventListener('abort', () => this.#leave(holder), { once: true });
    return !isGone();
  }

  #isFreeFor(holder: string): boolean {
    return this.#count < this.#max && (this.#taken.get(holder) ?? 0) < Math.ceil(this.#max / 2);
  }

  #waitFor(holder: string, { gone, stopping, waitMs }: PlaceWait): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (hasPlace: boolean): void => {
        release();
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        resolve(hasPlace);
      };
      const waiter: Waiter = { holder, end };
      this.#waiting = [...this.#waiting, waiter];
      const release = watchEnds({ signals: { gone, stopping }, timeoutMs: waitMs }, () => end(false));
    });
  }

  #leave(holder: string): void {
    this.#add(holder, -1);
    const next = this.#waiting.find((one) => this.#isFreeFor(one.holder));
    if (!next) return;
    this.#add(next.holder, 1);
    next.end(true);
  }

  #add(holder: string, change: number): void {
    const taken = (this.#taken.get(holder) ?? 0) + change;
    if (taken > 0) this.#taken.set(holder, taken);
    else this.#taken.delete(holder);
    this.#count += change;
    this.#onChange(this.#count);
  }
}
