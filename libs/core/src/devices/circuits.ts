import type { Redis } from '../redis/redis.js';
import { rows, textOf } from '../redis/script-reply.js';
import { runScript } from '../redis/scripts.js';
import { deviceName, type Device } from './device.js';

/** Limits of a circuit breaker. */
export interface CircuitLimits {
  /** How many failures in a row open it. */
  readonly threshold: number;
  /** How long it stays open before a probe, in milliseconds. */
  readonly openMs: number;
  /**
   * How long a probe may take before another worker may try, in milliseconds: a little longer than the time
   * limit for connecting.
   */
  readonly probeMs: number;
}

/** Whether a device may be tried. */
export type Admission = { readonly may: 'go' | 'probe' } | { readonly may: 'not'; readonly retryMs: number };

/** The outcome of an attempt. `unknown`: it was aborted before that was clear. */
export type Reach = 'reached' | 'unreached' | 'unknown';

/** One run's attempt to reach a device. */
export interface Attempt {
  readonly device: Device;
  /** The run's token. */
  readonly token: string;
}

/**
 * Asks whether a device may be tried. After `go` and `probe`, recordAttempt() must report the outcome of the
 * attempt.
 */
export async function admitAttempt(
  redis: Redis,
  { device, token }: Attempt,
  { probeMs }: CircuitLimits,
): Promise<Admission> {
  const [may, retryMs] = rows(
    await runScript(redis, 'admitAttempt', ['{}', deviceName(device), token, probeMs]),
  );
  const answer = textOf(may);
  // The script returns 'go', 'probe' or 'open'.
  return answer === 'open' ? { may: 'not', retryMs: Number(retryMs) } : { may: answer as 'go' | 'probe' };
}

/** Reports the outcome of an attempt. Returns whether it opened or closed the circuit. */
export async function recordAttempt(
  redis: Redis,
  { device, token, reach }: Attempt & { readonly reach: Reach },
  { threshold, openMs }: CircuitLimits,
): Promise<'opened' | 'closed' | 'same'> {
  return textOf(
    await runScript(redis, 'recordAttempt', ['{}', deviceName(device), token, reach, threshold, openMs]),
  ) as 'opened' | 'closed' | 'same'; // what the script returns
}
