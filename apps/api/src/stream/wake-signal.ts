/**
 * Wakes one waiter, like an event that resets itself: if notify() is called while wait() is not pending, the
 * next wait() resolves at once. Several notifications in between count as one.
 */
export class WakeSignal {
  #isSet = false;
  #wake: (() => void) | undefined;

  readonly notify = (): void => {
    this.#isSet = true;
    this.#wake?.();
  };

  /** Resolves when notify() has been called since the last wait(). */
  async wait(): Promise<void> {
    if (!this.#isSet) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#isSet = false;
  }
}
