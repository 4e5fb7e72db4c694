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

type KeyRequest = Pick<CallerRequest, 'params' | 'principal'>;

/**
 * The id of the API key in the path.
 * @throws ApiError NOT_FOUND when it does not have the form of one.
 */
export function keyIdOf({ params }: KeyRequest): string {
  const keyId = params['key_id'] ?? '';
  if (!isKeyId(keyId)) throw noSuchKey();
  return keyId;
}

/**
 * Reads the API key in the path; null if it has no record.
 * @throws ApiError NOT_FOUND when the id is malformed, or CONTEXT_FORBIDDEN when the caller may not use all
 * of the key's contexts.
 */
export async function findApiKey(
  request: KeyRequest,
  { apiKeys }: Pick<Services, 'apiKeys'>,
): Promise<StoredApiKey | null> {
  const key = await apiKeys.get(keyIdOf(request));
  if (key) checkKeyContexts(request.principal, key.contexts);
  return key;
}
