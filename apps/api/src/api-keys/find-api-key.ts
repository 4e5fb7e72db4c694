import { isKeyId } from '@naas/auth';
import type { StoredApiKey } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { checkKeyContexts } from './issue-api-key.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';

/** Error for an unknown key. */
export const noSuchKey = (): ApiError =>
  new ApiError('NOT_FOUND', 'There is no such API key; it may have expired long ago, or the id is mistyped.');

/** Error for a key that has already been revoked or rotated. */
export const revokedKey = (): ApiError =>
  new ApiError('KEY_REVOKED', 'This API key has already been revoked or rotated; create a new one.');

/**
 * Reads the API key in the path.
 * @throws ApiError NOT_FOUND, or CONTEXT_FORBIDDEN when the caller may not use all of its contexts.
 */
export async function findApiKey(
  { params, principal }: Pick<CallerRequest, 'params' | 'principal'>,
  { apiKeys }: Pick<Services, 'apiKeys'>,
): Promise<StoredApiKey> {
  const keyId = params['key_id'] ?? '';
  const key = isKeyId(keyId) ? await apiKeys.get(keyId) : null;
  if (!key) throw noSuchKey();
  checkKeyContexts(principal, key.contexts);
  return key;
}
