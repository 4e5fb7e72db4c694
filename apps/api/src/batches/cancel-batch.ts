import { hasEnded } from '@naas/contract';
import { change } from '../http/change.js';
import { findBatch } from './find-batch.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/**
 * `DELETE /v2/batches/{batch_id}`: cancels the jobs that have not ended. Answers 204 even if all had ended.
 */
export async function cancelBatch(request: CallerRequest, services: Services): Promise<Response> {
  const { jobs, audit } = services;
  const batch = await findBatch(request, services);
  const pending = batch.jobs
    .filter(({ result }) => !hasEnded(result.status))
    .map(({ result }) => result.job_id);
  const outcomes = await change(() => jobs.cancelAll(pending));
  for (const [index, jobId] of pending.entries()) {
    const isCancelled = outcomes[index] === 'cancelled' || outcomes[index] === 'cancelling';
    if (isCancelled)
      audit.record('job.cancelled', { request_id: jobId, identity: request.principal.identity });
  }
  return { status: 204 };
}
