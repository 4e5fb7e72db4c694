import type { Role } from '@naas/auth';
import type { RotateApiKey } from '@naas/contract';
import type { Settings, StoredApiKey } from '@naas/core';
import { findApiKey, noSuchKey, revokedKey } from './find-api-key.js';
import { issueApiKey, issuedAnswer, keyTtl, type ApiKeyWish } from './issue-api-key.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** The same rights for as long as the earlier key was given them, if that is still allowed. */
function successorOf(
  { role, contexts, description, createdAt, expiresAt }: StoredApiKey,
  settings: Settings,
): ApiKeyWish {
  const lifeSeconds = expiresAt
    ? Math.max(1, Math.round((expiresAt.getTime() - createdAt.getTime()) / 1000))
    : 0;
  // recorded by issueApiKey
  return { role: role as Role, contexts, description, ttlSeconds: keyTtl(lifeSeconds, settings) };
}

/** `POST /v2/api-keys/{key_id}/rotate` */
export async function rotateApiKey(
  request: CallerRequest<RotateApiKey>,
  services: Services,
): Promise<Response> {
  const { apiKeys, audit, settings } = services;
  const { principal, requestId, body } = request;
  const earlier = await findApiKey(request, services);
  const issued = issueApiKey(successorOf(earlier, settings), principal, services);
  const outcome = await apiKeys.rotate(earlier.keyId, body.overlap * 1000, issued.key);
  if (outcome === 'not_found') throw noSuchKey();
  if (outcome === 'revoked') throw revokedKey();
  audit.record('apikey.rotated', {
    key_id: earlier.keyId,
    identity: principal.identity,
    request_id: requestId,
    new_key_id: issued.key.keyId,
    overlap_seconds: body.overlap,
  });
  return issuedAnswer(issued);
}
