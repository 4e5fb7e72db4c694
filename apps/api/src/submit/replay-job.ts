import type { ReplayJob } from '@naas/contract';
import { acceptJob } from './accept-job.js';
import { ApiError } from '../http/api-error.js';
import { findJob, jobIdOf } from '../jobs/find-job.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/**
 * `POST /v2/jobs/{job_id}/replay`: submits a new job with the same request and the caller's own credentials.
 * The new job has no batch and no webhook.
 */
export async function replayJob(request: CallerRequest<ReplayJob>, services: Services): Promise<Response> {
  const { jobs } = services;
  const jobId = jobIdOf(request);
  const { status } = await findJob(jobId, request.principal, (id) => jobs.peek(id));
  if (status !== 'failed')
    throw new ApiError('JOB_NOT_FAILED', `Only a failed job can be replayed; this one is ${status}.`);
  const failedRequest = await jobs.requestOf(jobId);
  if (!failedRequest) throw new ApiError('NOT_FOUND', 'There is no such job; it may have expired.');
  return acceptJob(request, services, failedRequest);
}
