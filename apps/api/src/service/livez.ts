import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /livez`: 200 as long as this process answers at all. */
export function livez(_request: PublicRequest, _services: Services): Promise<Response> {
  return Promise.resolve({ status: 200, json: { status: 'alive' } });
}
