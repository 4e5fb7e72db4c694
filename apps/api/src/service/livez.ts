import type { PublicRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /livez`: answers 200 as long as this process can respond. */
export function livez(_request: PublicRequest, _services: Services): Promise<Response> {
  return Promise.resolve({ status: 200, json: { status: 'alive' } });
}
