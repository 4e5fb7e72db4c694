import { ApiError } from '../http/api-error.js';
import { change } from '../http/change.js';
import { findJob, jobIdOf } from './find-job.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `DELETE /v2/jobs/{job_id}` and its aliases per job kind. */
export async function cancelJob(request: CallerRequest, { jobs, audit }: Services): Promise<Response> {
  const jobId = jobIdOf(request);
  await findJob(jobId, request.principal, (id) => jobs.peek(id));
  const outcome = await change(() => jobs.cancel(jobId));
  if (outcome === 'ended')
    throw new ApiError('JOB_ENDED', 'The job has ended already; there is nothing to cancel.');
  if (outcome === 'not_found') throw new ApiError('NOT_FOUND', 'There is no such job; it may have expired.');
  audit.record('job.cancelled', { request_id: jobId, identity: request.principal.identity });
  return { status: 204 };
}
