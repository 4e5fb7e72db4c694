import { mayReadMetrics } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /metrics`: public, or protected by METRICS_TOKEN if that is set. */
export async function readMetrics(
  { headers }: PublicRequest,
  { metrics, settings }: Services,
): Promise<Response> {
  if (!mayReadMetrics(settings, headers.authorization)) {
    throw new ApiError('UNAUTHENTICATED', 'The metrics require METRICS_TOKEN; send it as a Bearer token.', {
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  return {
    status: 200,
    headers: { 'Content-Type': metrics.registry.contentType },
    text: await metrics.registry.metrics(),
  };
}
