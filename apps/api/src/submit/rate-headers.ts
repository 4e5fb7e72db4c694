import type { RateState } from '@naas/core';

/** Milliseconds in whole seconds, rounded up, at least 1. */
export const wholeSeconds = (ms: number): string => `${Math.max(1, Math.ceil(ms / 1000))}`;

/** Headers with the state of a rate limit; Reset is in seconds from now. Empty if no limit applies. */
export function rateHeaders(rate: RateState | null): Readonly<Record<string, string>> {
  if (!rate) return {};
  return {
    'X-RateLimit-Limit': `${rate.limit}`,
    'X-RateLimit-Remaining': `${rate.remaining}`,
    'X-RateLimit-Reset': wholeSeconds(rate.resetMs),
  };
}
