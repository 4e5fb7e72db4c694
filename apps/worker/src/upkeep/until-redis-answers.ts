import { setTimeout as pause } from 'node:timers/promises';
import { isRedisUnavailable } from '@naas/core';

/** How untilRedisAnswers() retries. */
export interface RedisRetry {
  /** Aborting it gives up after the current attempt, or after one last attempt if it comes during a pause. */
  readonly signal: AbortSignal;
  /** Called with the error of each failed attempt. */
  readonly onError: (error: unknown) => void;
}

/**
 * Maximum number of attempts when Redis is available: the error is then a defect, which retries do not cure.
 */
const maxAttempts = 5;

/**
 * Repeats a step that needs Redis until it succeeds, with pauses of 0.1 to 2 s. Rejects with the last error
 * when it gives up.
 */
export async function untilRedisAnswers<T>(
  work: () => Promise<T>,
  { signal, onError }: RedisRetry,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      onError(error);
      if (signal.aborted || (attempt >= maxAttempts && !isRedisUnavailable(error))) throw error;
    }
    // An abort ends the pause, and one last attempt follows.
    await pause(Math.min(50 * 2 ** attempt, 2000), undefined, { signal }).catch(() => undefined);
  }
}
