import type { Role } from '@naas/auth';
import type { RotateApiKey } from '@naas/contract';
import type { Settings, StoredApiKey } from '@naas/core';
import { change } from '../http/change.js';
import { findApiKey, noSuchKey, revokedKey } from './find-api-key.js';
import { issueApiKey, issuedResponse, keyTtl, type ApiKeySpec } from './issue-api-key.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/**
 * The new key has the family, role, contexts and lifetime of the old one; API_KEY_MAX_TTL may shorten the
 * lifetime.
 */
function successorOf(
  { family, role, contexts, description, createdAt, expiresAt }: StoredApiKey,
  settings: Settings,
): ApiKeySpec {
  const lifetimeSeconds = expiresAt
    ? Math.max(1, Math.round((expiresAt.getTime() - createdAt.getTime()) / 1000))
    : 0;
  // createApiKey() stores only valid roles.
  const ttlSeconds = keyTtl(lifetimeSeconds, settings);
  return { family, role: role as Role, contexts, description, ttlSeconds };
}

/** `POST /v2/api-keys/{key_id}/rotate` */
export async function rotateApiKey(
  request: CallerRequest<RotateApiKey>,
  services: Services,
): Promise<Response> {
  const { apiKeys, audit, settings } = services;
  const { principal, requestId, body } = request;
  const oldKey = await findApiKey(request, services);
  if (!oldKey) throw noSuchKey();
  const issued = issueApiKey(successorOf(oldKey, settings), principal, services);
  const outcome = await change(() => apiKeys.rotate(oldKey.keyId, body.overlap * 1000, issued.key));
  if (outcome === 'not_found') throw noSuchKey();
  if (outcome === 'revoked') throw revokedKey();
  audit.record('apikey.rotated', {
    key_id: oldKey.keyId,
    identity: principal.identity,
    request_id: requestId,
    new_key_id: issued.key.keyId,
    overlap_seconds: body.overlap,
  });
  return issuedResponse(issued);
}
