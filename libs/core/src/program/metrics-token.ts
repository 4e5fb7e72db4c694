import { createHash, timingSafeEqual } from 'node:crypto';
import type { Settings } from '../settings/settings.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether an Authorization header may read `/metrics`: it carries METRICS_TOKEN as a Bearer token, or there
 * is no such token. Digests are compared, in constant time, so that not even the token's length can be
 * measured.
 */
export function mayReadMetrics(
  { METRICS_TOKEN: token }: Pick<Settings, 'METRICS_TOKEN'>,
  authorization: string | undefined,
): boolean {
  return token === '' || timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
