import { owns, type Principal } from '@naas/auth';
import { ApiError } from '../http/api-error.js';
import { canonicalUuid } from '../http/request-headers.js';
import type { CallerRequest } from '../route.js';

/** The job id in the path, in canonical form; '' if it is not a UUID. */
export const jobIdOf = ({ params }: Pick<CallerRequest, 'params'>): string =>
  canonicalUuid(params['job_id'] ?? '') ?? '';

/**
 * Reads a job with `read` (a method of Jobs) and checks that it is the caller's. Its context has been checked
 * before, by checkJobContext().
 * @throws ApiError NOT_FOUND, or FORBIDDEN when the job belongs to another caller.
 */
export async function findJob<Found extends { readonly owner: string }>(
  jobId: string,
  principal: Principal,
  read: (jobId: string) => Promise<Found | null>,
): Promise<Found> {
  const found = jobId === '' ? null : await read(jobId);
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
