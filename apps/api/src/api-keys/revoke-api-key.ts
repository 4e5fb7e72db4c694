import { findApiKey, noSuchKey, revokedKey } from './find-api-key.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `DELETE /v2/api-keys/{key_id}`: revokes the key; every API refuses its token at once. */
export async function revokeApiKey(request: CallerRequest, services: Services): Promise<Response> {
  const { keyId } = await findApiKey(request, services);
  const outcome = await services.apiKeys.revoke(keyId);
  if (outcome === 'not_found') throw noSuchKey();
  if (outcome === 'revoked') throw revokedKey();
  services.audit.record('apikey.revoked', {
    key_id: keyId,
    identity: request.principal.identity,
    request_id: request.requestId,
  });
  return { status: 204 };
}
