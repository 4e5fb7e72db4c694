import { setTimeout as pause } from 'node:timers/promises';
import { isRedisUnavailable } from '@naas/core';

/** What insist() works with. */
export interface Insistence {
  /** Aborting it gives up after the attempt under way. */
  readonly signal: AbortSignal;
  /** Told of each attempt that failed. */
  readonly onError: (error: unknown) => void;
}

/**
 * Most attempts at what fails for another reason than that Redis is away: then it is a defect, and waiting is
 * no cure.
 */
const mostAttempts = 5;

/**
 * Does a step with Redis again, after pauses of 0.1 to 2 s, until it succeeds. Rejects with the last error
 * when it gives up.
 */
export async function insist<T>(work: () => Promise<T>, { signal, onError }: Insistence): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      onError(error);
      if (signal.aborted || (attempt >= mostAttempts && !isRedisUnavailable(error))) throw error;
    }
    // aborted: the pause ends, for one last attempt
    await pause(Math.min(50 * 2 ** attempt, 2000), undefined, { signal }).catch(() => undefined);
  }
}
