import { randomUUID } from 'node:crypto';
import type { NewJob } from '@naas/core';
import { checkContext } from '../devices/check-context.js';
import { rateHeaders } from './rate-headers.js';
import { idempotencyKeyOf } from '../http/request-headers.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { auditBatch, auditRefused } from './submit-audit.js';
import { submitRefusal } from './submit-refusal.js';

type BatchRequest = Pick<CallerRequest, 'headers' | 'principal' | 'requestId'>;

/**
 * Accepts a batch: 202 with the ids of its jobs, in the order of its devices. One refusal refuses all.
 * @throws ApiError UNKNOWN_CONTEXT, CONTEXT_FORBIDDEN, INVALID_REQUEST, or one of the refusals of a submit.
 */
export async function acceptBatch(
  { headers, principal, requestId }: BatchRequest,
  { jobs, confirmed, metrics, settings, audit }: Services,
  work: readonly NewJob[],
): Promise<Response> {
  for (const { request } of work) checkContext(request.context, principal, settings);
  const submitter = {
    owner: principal.owner,
    idempotencyKey: idempotencyKeyOf(headers),
    isExempt: settings.RATE_LIMIT_EXEMPT_ROLES.includes(principal.role),
  };
  const outcome = await jobs.submitBatch({ ...submitter, batchId: randomUUID(), jobs: work });
  if ('batchId' in outcome)
    await confirmed.demand({
      submitter,
      id: outcome.batchId,
      jobIds: outcome.jobIds,
      isNew: outcome.outcome === 'accepted',
    });
  for (const { request } of work)
    metrics.jobsSubmitted.inc({ kind: request.kind, outcome: outcome.outcome.toLowerCase() });
  if (!('batchId' in outcome)) {
    auditRefused(audit, outcome, work);
    throw submitRefusal(
      outcome,
      work.map(({ request }) => request),
    );
  }
  const { batchId, jobIds } = outcome;
  if (outcome.outcome === 'accepted') auditBatch(audit, principal, { batchId, requestId, jobs: work });
  return {
    status: 202,
    headers: { Location: `/v2/batches/${batchId}`, ...rateHeaders(outcome.rate) },
    json: { batch_id: batchId, job_ids: jobIds, total: jobIds.length },
  };
}
