import { mayReadMetrics } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /metrics`: open, or for those who know METRICS_TOKEN. */
export async function readMetrics(
  { headers }: PublicRequest,
  { metrics, settings }: Services,
): Promise<Response> {
  if (!mayReadMetrics(settings, headers.authorization)) {
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
