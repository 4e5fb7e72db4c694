import { ClientError } from './client-error.js';
import { pause } from './pause.js';

/** When a call is tried again. */
export interface RetryRule {
  /** False for a call that might be carried out twice: it is tried once. */
  readonly isSafe: boolean;
  /** Most tries after the first. */
  readonly retries: number;
  readonly signal: AbortSignal;
}

const firstDelayMs = 200;
const delayFactor = 4;
/** A longer Retry-After is the caller's to wait for. */
const longestDelayMs = 10_000;

function delayMs(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof ClientError) || !error.retryable) return undefined;
  if (error.code === 'UNREACHABLE') return firstDelayMs * delayFactor ** attempt;
  const isAskedFor =
    error.status === 503 && error.retryAfterMs !== undefined && error.retryAfterMs <= longestDelayMs;
  return isAskedFor ? error.retryAfterMs : undefined;
}

/**
 * Calls until it succeeds: again after a failed connection, or a 503 that says when, and no more often than
 * the rule allows.
 */
export async function withRetries<Result>(
  { isSafe, retries, signal }: RetryRule,
  call: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const wait = isSafe && attempt < retries ? delayMs(error, attempt) : undefined;
      if (wait === undefined) throw error;
      await pause(wait, signal);
    }
  }
}
