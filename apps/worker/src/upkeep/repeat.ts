/** Work that is done again and again. */
export interface Repetition {
  /** Ends it; resolves when the round under way has ended. */
  stop(): Promise<void>;
}

/**
 * Does work every `everyMs` milliseconds after the last round has ended, the first time after as long. A
 * round that fails is told and not made up for.
 */
export function repeat(
  work: () => Promise<unknown>,
  everyMs: number,
  onError: (error: unknown) => void,
): Repetition {
  let round = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout;
  const plan = (): void => {
    timer = setTimeout(() => {
      round = work()
        .then(() => undefined, onError)
        .then(() => {
          if (!isStopped) plan();
        });
    }, everyMs);
  };
  plan();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      return round;
    },
  };
}
