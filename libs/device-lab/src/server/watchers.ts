/** Waits for conditions that change only at known events; no cost while there are no waits. */
export class Watchers {
  readonly #checks = new Set<() => void>();

  /** To be called at each event. */
  notify(): void {
    for (const check of this.#checks) check();
  }

  /**
   * Resolves once `holds()` is true; rejects after `timeoutMs` milliseconds with the text of `describe()`.
   */
  waitFor(holds: () => boolean, timeoutMs: number, describe: () => string): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(describe()));
      }, timeoutMs);
      const check = (): void => {
        if (!holds()) return;
        end();
        resolve();
      };
      this.#checks.add(check);
    });
  }
}
