import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../http/api-error.js';
import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `GET /metrics`: open, or for those who know METRICS_TOKEN. */
export async function readMetrics(
  { headers }: PublicRequest,
  { metrics, settings }: Services,
): Promise<Response> {
  const expected = `Bearer ${settings.METRICS_TOKEN}`;
  // Digests have one length, so that the comparison tells nothing, not even the length.
  if (
    settings.METRICS_TOKEN !== '' &&
    !timingSafeEqual(digest(headers.authorization ?? ''), digest(expected))
  ) {
    throw new ApiError('UNAUTHENTICATED', 'The metrics want METRICS_TOKEN as a Bearer token.', {
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  return {
    status: 200,
    headers: { 'Content-Type': metrics.registry.contentType },
    text: await metrics.registry.metrics(),
  };
}
