import { ApiError } from '../http/api-error.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';

const unconfirmed = (): ApiError =>
  new ApiError(
    'BACKEND_UNAVAILABLE',
    'The replicas of Redis did not confirm in time that the key is revoked, so a failover could undo it; revoke ' +
      'it again shortly.',
    { headers: { 'Retry-After': '1' } },
  );

/**
 * Resolves once all replicas of Redis know that a key is revoked, so that no failover makes its token valid
 * again.
 * @throws ApiError BACKEND_UNAVAILABLE when they do not confirm it in time.
 */
export async function confirmRevocation(
  keyId: string,
  { principal: { owner } }: Pick<CallerRequest, 'principal'>,
  { apiKeys, confirmedSubmits }: Pick<Services, 'apiKeys' | 'confirmedSubmits'>,
): Promise<void> {
  // Without jobs and not new, this only waits for the replicas; nothing is withdrawn.
  const attempt = {
    submitter: { owner, idempotencyKey: null, attempt: '' },
    id: keyId,
    jobIds: [],
    location: `/v2/api-keys/${keyId}`,
  };
  try {
    await confirmedSubmits.requireConfirmation({ jobIds: [], isNew: false, attempt });
  } catch (error) {
    throw error instanceof ApiError ? unconfirmed() : error;
  }
  // After a failover since the revocation, the new master may not have it although its replicas confirm.
  if (!(await apiKeys.isRevoked(keyId))) throw unconfirmed();
}
