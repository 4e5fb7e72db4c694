import { createHash, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../settings/settings.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether a request with this Authorization header may read `/metrics`: METRICS_TOKEN is its Bearer token, or
 * is not set. Digests are compared, in constant time, so that not even the token's length can be measured.
 */
export function mayReadMetrics(
  { METRICS_TOKEN: token }: Pick<Settings, 'METRICS_TOKEN'>,
  authorization: string | undefined,
): boolean {
  return token === '' || timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
