import { confirmRevocation } from './confirm-revocation.js';
import { findApiKey, keyIdOf, noSuchKey, revokedKey } from './find-api-key.js';
import { checkKeyContexts } from './issue-api-key.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/**
 * `DELETE /v2/api-keys/{key_id}`: revokes the key; every API refuses its token at once. Its record may be
 * lost, or its token made elsewhere with the same secret, so any id of the right form is taken.
 */
export async function revokeApiKey(request: CallerRequest, services: Services): Promise<Response> {
  const keyId = keyIdOf(request);
  // The contexts of a key without a record are not known, so they count as all.
  if (!(await findApiKey(request, services))) checkKeyContexts(request.principal, ['*']);
  const outcome = await services.apiKeys.revoke(keyId);
  if (outcome === 'not_found') throw noSuchKey();
  if (outcome === 'ok') {
    services.audit.record('apikey.revoked', {
      key_id: keyId,
      identity: request.principal.identity,
      request_id: request.requestId,
    });
  }
  // An earlier revocation may not have been confirmed.
  await confirmRevocation(keyId, request, services);
  if (outcome === 'revoked') throw revokedKey();
  return { status: 204 };
}
