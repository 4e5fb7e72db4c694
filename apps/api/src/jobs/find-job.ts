import { owns, type Principal } from '@naas/auth';
import { ApiError } from '../http/api-error.js';
import { isUuid } from '../http/request-headers.js';
import type { CallerRequest } from '../route.js';

/** The job id in the path. */
export const jobIdOf = ({ params }: Pick<CallerRequest, 'params'>): string => params['job_id'] ?? '';

/**
 * Reads a job with `read` (a method of Jobs) and checks that the caller may see it.
 * @throws ApiError NOT_FOUND, or FORBIDDEN when the job belongs to another caller.
 */
export async function findJob<Found extends { readonly owner: string }>(
  jobId: string,
  principal: Principal,
  read: (jobId: string) => Promise<Found | null>,
): Promise<Found> {
  const found = isUuid(jobId) ? await read(jobId) : null;
  if (!found)
    throw new ApiError('NOT_FOUND', 'There is no such job; it may have expired, or the id is mistyped.');
  if (!owns(principal, found.owner)) {
    throw new ApiError(
      'FORBIDDEN',
      "This job was submitted with other credentials; use those, or an admin's.",
    );
  }
  return found;
}
