import type { BatchOutcome, NewJob, SubmitOutcome, SubmitRefusal, Submitter } from '@naas/core';
import { checkContext } from '../devices/check-context.js';
import { idempotencyKeyOf } from '../http/request-headers.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';
import { auditRefused } from './submit-audit.js';
import { submitRefusal } from './submit-refusal.js';

type Submitting = Pick<CallerRequest, 'headers' | 'principal'>;
type Accepted<Outcome> = Exclude<Outcome, SubmitRefusal>;

/** The job or batch of an outcome, and its jobs; null for a refusal. */
function acceptedOf(outcome: SubmitOutcome | BatchOutcome) {
  if ('jobId' in outcome) return { id: outcome.jobId, jobIds: [outcome.jobId] };
  return 'batchId' in outcome ? { id: outcome.batchId, jobIds: outcome.jobIds } : null;
}

/**
 * Submits jobs for a caller; resolves once Redis, with all its replicas, has them.
 * @throws ApiError UNKNOWN_CONTEXT, CONTEXT_FORBIDDEN, INVALID_REQUEST, BACKEND_UNAVAILABLE, or one of the
 * refusals of a submit.
 */
export async function submitJobs<Outcome extends SubmitOutcome | BatchOutcome>(
  { headers, principal }: Submitting,
  { confirmed, metrics, settings, audit }: Services,
  work: {
    readonly jobs: readonly NewJob[];
    readonly submit: (submitter: Submitter) => Promise<Outcome>;
  },
): Promise<Accepted<Outcome>> {
  const requests = work.jobs.map(({ request }) => request);
  for (const { context } of requests) checkContext(context, principal, settings);
  const submitter = {
    owner: principal.owner,
    idempotencyKey: idempotencyKeyOf(headers),
    isExempt: settings.RATE_LIMIT_EXEMPT_ROLES.includes(principal.role),
  };
  const outcome = await work.submit(submitter);
  const accepted = acceptedOf(outcome);
  if (accepted) await confirmed.demand({ submitter, ...accepted, isNew: outcome.outcome === 'accepted' });
  for (const { kind } of requests) {
    metrics.jobsSubmitted.inc({ kind, outcome: outcome.outcome.toLowerCase() });
  }
  if (accepted) return outcome as Accepted<Outcome>; // what acceptedOf() found in it says so
  const refusal = outcome as SubmitRefusal; // the other outcomes
  auditRefused(audit, refusal, work.jobs);
  throw submitRefusal(refusal, requests);
}
