import { owns } from '@naas/auth';
import type { StoredBatch } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { isUuid } from '../http/request-headers.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';

/** The batch id in the path. */
export const batchIdOf = ({ params }: Pick<CallerRequest, 'params'>): string => params['batch_id'] ?? '';

/**
 * Reads the batch in the path and checks that the caller may see it.
 * @throws ApiError NOT_FOUND, or FORBIDDEN when it belongs to another caller.
 */
export async function findBatch(
  request: Pick<CallerRequest, 'params' | 'principal'>,
  { jobs }: Pick<Services, 'jobs'>,
): Promise<StoredBatch> {
  const batchId = batchIdOf(request);
  const found = isUuid(batchId) ? await jobs.batch(batchId) : null;
  if (!found)
    throw new ApiError('NOT_FOUND', 'There is no such batch; it may have expired, or the id is mistyped.');
  if (!owns(request.principal, found.owner)) {
    throw new ApiError(
      'FORBIDDEN',
      "This batch was submitted with other credentials; use those, or an admin's.",
    );
  }
  return found;
}
