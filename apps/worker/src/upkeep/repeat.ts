/** Periodic work. */
export interface Repetition {
  /** Ends it. Resolves when the current round is over. */
  stop(): Promise<void>;
}

/**
 * Runs `work` periodically: first after `everyMs` milliseconds, then `everyMs` after the end of each round. A
 * failed round is reported to `onError` and not retried.
 */
export function repeat(
  work: () => Promise<unknown>,
  everyMs: number,
  onError: (error: unknown) => void,
): Repetition {
  let round = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout;
  const schedule = (): void => {
    timer = setTimeout(() => {
      round = work()
        .then(() => undefined, onError)
        .then(() => {
          if (!isStopped) schedule();
        });
    }, everyMs);
  };
  schedule();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return round;
    },
  };
}
