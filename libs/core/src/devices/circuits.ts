import type { CircuitTarget } from './circuit-list.js';
import type { Redis } from '../redis/redis.js';
import { runScript } from '../redis/scripts.js';

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
export type CircuitAnswer =
  { readonly may: 'go' | 'probe' } | { readonly may: 'not'; readonly retryMs: number };

/** What became of a try: `unknown` where it was broken off before it showed. */
export type Reach = 'reached' | 'unreached' | 'unknown';

/** One run's try to reach a device. */
export interface CircuitTry extends CircuitTarget {
  /** The run's token. */
  readonly token: string;
}

const textOf = (reply: unknown): string => (Buffer.isBuffer(reply) ? reply.toString() : String(reply));

/**
 * Asks whether a device may be tried; whoever is told `go` or `probe` must tell by leaveCircuit() how it
 * went.
 */
export async function enterCircuit(
  redis: Redis,
  { context, host, port, token }: CircuitTry,
  { probeMs }: CircuitLimits,
): Promise<CircuitAnswer> {
  const [may, retryMs] = (await runScript(redis, 'enterCircuit', [
    '{}',
    context,
    host,
    port,
    token,
    probeMs,
  ])) as readonly unknown[]; // what the script returns
  const word = textOf(may);
  // the words of the script
  return word === 'open' ? { may: 'not', retryMs: Number(retryMs) } : { may: word as 'go' | 'probe' };
}

/** Tells how a try went; whether that opened or closed the circuit. */
export async function leaveCircuit(
  redis: Redis,
  { context, host, port, token }: CircuitTry,
  reach: Reach,
  { threshold, openMs }: CircuitLimits,
): Promise<'opened' | 'closed' | 'same'> {
  return textOf(
    await runScript(redis, 'leaveCircuit', ['{}', context, host, port, token, reach, threshold, openMs]),
  ) as 'opened' | 'closed' | 'same'; // the words of the script
}
