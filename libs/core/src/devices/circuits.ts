import type { Redis } from '../redis/redis.js';
import { rows, textOf } from '../redis/script-reply.js';
import { runScript } from '../redis/scripts.js';
import { deviceName, type Device } from './device.js';

/** How a circuit breaker works. */
export interface CircuitLimits {
  /** Failures in a row that open it. */
  readonly threshold: number;
  /** How long it stays open before a probe, in milliseconds. */
  readonly openMs: number;
  /**
   * How long a probe may take before another worker may try, in milliseconds: a little above the connect
   * limit.
   */
  readonly probeMs: number;
}

/** Whether a device may be tried. */
export type Admission = { readonly may: 'go' | 'probe' } | { readonly may: 'not'; readonly retryMs: number };

/** What became of an attempt: `unknown` where it was broken off before that was clear. */
export type Reach = 'reached' | 'unreached' | 'unknown';

/** One run's attempt to reach a device. */
export interface Attempt {
  readonly device: Device;
  /** The run's token. */
  readonly token: string;
}

/**
 * Asks whether a device may be tried; after the answers `go` and `probe`, recordAttempt() must report how the
 * attempt went.
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
  // the words of the script
  return answer === 'open' ? { may: 'not', retryMs: Number(retryMs) } : { may: answer as 'go' | 'probe' };
}

/** Reports how an attempt went; whether that opened or closed the circuit. */
export async function recordAttempt(
  redis: Redis,
  { device, token, reach }: Attempt & { readonly reach: Reach },
  { threshold, openMs }: CircuitLimits,
): Promise<'opened' | 'closed' | 'same'> {
  return textOf(
    await runScript(redis, 'recordAttempt', ['{}', deviceName(device), token, reach, threshold, openMs]),
  ) as 'opened' | 'closed' | 'same'; // the words of the script
}
