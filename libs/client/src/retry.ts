import { ClientError } from './client-error.js';
import { pause } from './pause.js';

/** When to retry a call. */
export interface RetryRule {
  /** False for a call that must not be carried out twice; it is never retried. */
  readonly isSafe: boolean;
  /** Most retries. */
  readonly retries: number;
  readonly signal: AbortSignal;
}

const firstDelayMs = 200;
const delayFactor = 4;
/** A longer Retry-After is left to the caller. */
const maxDelayMs = 10_000;

function delayMs(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof ClientError) || !error.retryable) return undefined;
  if (error.code === 'UNREACHABLE') return firstDelayMs * delayFactor ** attempt;
  const isShort =
    error.status === 503 && error.retryAfterMs !== undefined && error.retryAfterMs <= maxDelayMs;
  return isShort ? error.retryAfterMs : undefined;
}

/**
 * Makes a call and retries it after a failed connection, or after a 503 with Retry-After, as often as the
 * rule allows.
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
