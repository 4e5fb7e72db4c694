import type { RateState } from '@naas/core';

/** Whole seconds, never too few. */
export const wholeSeconds = (ms: number): string => `${Math.max(1, Math.ceil(ms / 1000))}`;

/** Headers that tell how a rate limit stands; Reset is in seconds from now. None where no limit governs. */
export function rateHeaders(rate: RateState | null): Readonly<Record<string, string>> {
  if (!rate) return {};
  return {
    'X-RateLimit-Limit': `${rate.limit}`,
    'X-RateLimit-Remaining': `${rate.remaining}`,
    'X-RateLimit-Reset': wholeSeconds(rate.resetMs),
  };
}
