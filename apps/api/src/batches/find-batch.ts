import { mayUseContext, owns } from '@naas/auth';
import type { StoredBatch } from '@naas/core';
import { hiddenContext } from '../devices/check-context.js';
import { ApiError } from '../http/api-error.js';
import { canonicalUuid } from '../http/request-headers.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';

/** The batch id in the path, in canonical form; '' if it is not a UUID. */
export const batchIdOf = ({ params }: Pick<CallerRequest, 'params'>): string =>
  canonicalUuid(params['batch_id'] ?? '') ?? '';

/**
 * Reads the batch in the path and checks that the caller may see it.
 * @throws ApiError NOT_FOUND, CONTEXT_FORBIDDEN when one of its jobs is of a context that the caller may not
 * use, or FORBIDDEN when it belongs to another caller.
 */
export async function findBatch(
  request: Pick<CallerRequest, 'params' | 'principal'>,
  { jobs }: Pick<Services, 'jobs'>,
): Promise<StoredBatch> {
  const batchId = batchIdOf(request);
  const found = batchId === '' ? null : await jobs.batch(batchId);
  if (!found)
    throw new ApiError('NOT_FOUND', 'There is no such batch; it may have expired, or the id is mistyped.');
  const contexts = found.jobs.map(({ result }) => result.context);
  const foreign = contexts.find((context) => !mayUseContext(request.principal, context));
  if (foreign !== undefined) throw hiddenContext('batch', foreign);
  if (!owns(request.principal, found.owner)) {
    throw new ApiError(
      'FORBIDDEN',
      "This batch was submitted with other credentials; use those, or an admin's.",
    );
  }
  return found;
}
