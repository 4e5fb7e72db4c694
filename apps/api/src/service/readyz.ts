import { ApiError } from '../http/api-error.js';
import { probeRedis } from './probe-redis.js';
import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /readyz`: 200 if requests can be served, else 503 BACKEND_UNAVAILABLE within a second. */
export async function readyz(_request: PublicRequest, { redis, stopping }: Services): Promise<Response> {
  if (stopping.aborted) {
    throw new ApiError('BACKEND_UNAVAILABLE', 'This process is stopping; send requests to another one.', {
      headers: { 'Retry-After': '1' },
    });
  }
  if ((await probeRedis(redis.ping())) === null) {
    throw new ApiError('BACKEND_UNAVAILABLE', 'Redis cannot be reached at the moment; try again shortly.', {
      headers: { 'Retry-After': '1' },
    });
  }
  return { status: 200, json: { status: 'ready' } };
}
