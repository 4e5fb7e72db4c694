import { randomUUID } from 'node:crypto';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { batchJobs, type BatchBody } from './batch-jobs.js';
import { rateHeaders } from './rate-headers.js';
import { auditBatch } from './submit-audit.js';
import { submitJobs } from './submit-jobs.js';
import type { Work } from './work.js';

/**
 * Makes the handler of a route that submits batches. Answers 202 with the job ids, in the order of the
 * devices; if one job is refused, all are. Throws the errors of submitJobs().
 */
export function sendBatch<Fields>(workOf: (body: Fields) => Work) {
  return async (request: CallerRequest<BatchBody & Fields>, services: Services): Promise<Response> => {
    const { body, principal, requestId } = request;
    const jobs = batchJobs(body, workOf(body), principal);
    const newId = randomUUID();
    const { outcome, batchId, jobIds, rate } = await submitJobs(request, services, {
      jobs,
      location: `/v2/batches/${newId}`,
      submit: (submitter) => services.jobs.submitBatch({ ...submitter, batchId: newId, jobs }),
      accepted: {
        outcome: 'accepted',
        rate: null,
        batchId: newId,
        jobIds: jobs.map(({ jobId }) => jobId),
      },
    });
    if (outcome === 'accepted') auditBatch(services.audit, principal, { batchId, requestId, jobs });
    return {
      status: 202,
      headers: { Location: `/v2/batches/${batchId}`, ...rateHeaders(rate) },
      json: { batch_id: batchId, job_ids: jobIds, total: jobIds.length },
    };
  };
}
