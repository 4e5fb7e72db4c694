import { watchEnds } from '@naas/core';

interface Waiter {
  readonly bytes: number;
  readonly enter: () => void;
}

/**
 * Limits how many bytes of outputs one worker holds on their way to Redis: each is reserved from its receipt until
 * Redis has it. When the limit is reached, outputs wait in the order of their receipt, and so does the next
 * command of their jobs.
 */
export class OutputMemory {
  readonly #maxBytes: number;
  #reserved = 0;
  #waiting: readonly Waiter[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that are reserved. */
  get reserved(): number {
    return this.#reserved;
  }

  /**
   * Runs `work` with this many bytes reserved; an output larger than the limit waits until it is alone. When `signal`
   * aborts, `work` runs at once, reserved all the same, so that the output of a stopped job is not lost.
   */
  async with<T>(bytes: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const reserved = Math.min(bytes, this.#maxBytes);
    if (this.#waiting.length === 0 && this.#fits(reserved)) this.#reserved += reserved;
    else await this.#wait(reserved, signal);
    try {
      return await work();
    } finally {
      this.#reserved -= reserved;
      this.#admit();
    }
  }

  #fits(bytes: number): boolean {
    return this.#reserved + bytes <= this.#maxBytes;
  }

  #wait(bytes: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const enter = (): void => {
        release();
        this.#waiting = this.#waiting.filter((one) => one !== waiter);
        this.#reserved += bytes;
        resolve();
      };
      const waiter: Waiter = { bytes, enter };
      this.#waiting = [...this.#waiting, waiter];
      const release = watchEnds({ signals: { stopped: signal } }, () => {
        enter();
        this.#admit();
      });
    });
  }

  #admit(): void {
    for (let [first] = this.#waiting; first && this.#fits(first.bytes); [first] = this.#waiting)
      first.enter();
  }
}
