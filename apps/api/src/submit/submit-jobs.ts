import type { BatchOutcome, NewJob, SubmitOutcome, SubmitRefusal, Submitter } from '@naas/core';
import { checkContext } from '../devices/check-context.js';
import { idempotencyKeyOf } from '../http/request-headers.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';
import { auditRefused } from './submit-audit.js';
import { submitRefusal } from './submit-refusal.js';

type SubmitCall = Pick<CallerRequest, 'headers' | 'principal'>;
type Accepted<Outcome> = Exclude<Outcome, SubmitRefusal>;

/** The id of the accepted job or batch, with its job ids; null for a refusal. */
function acceptedOf(outcome: SubmitOutcome | BatchOutcome) {
  if ('jobId' in outcome) return { id: outcome.jobId, jobIds: [outcome.jobId] };
  return 'batchId' in outcome ? { id: outcome.batchId, jobIds: outcome.jobIds } : null;
}

/**
 * Submits jobs for a caller. Resolves once Redis and all its replicas have stored them.
 * @throws ApiError UNKNOWN_CONTEXT, CONTEXT_FORBIDDEN, INVALID_REQUEST, BACKEND_UNAVAILABLE, or one of the
 * errors of submitRefusal().
 */
export async function submitJobs<Outcome extends SubmitOutcome | BatchOutcome>(
  { headers, principal }: SubmitCall,
  { confirmedSubmits, metrics, settings, audit }: Services,
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
  if (accepted) {
    const isNew = outcome.outcome === 'accepted';
    await confirmedSubmits.requireConfirmation({ submitter, ...accepted, isNew });
  }
  for (const { kind } of requests) {
    metrics.jobsSubmitted.inc({ kind, outcome: outcome.outcome.toLowerCase() });
  }
  if (accepted) return outcome as Accepted<Outcome>; // acceptedOf() has checked that it is not a refusal
  const refusal = outcome as SubmitRefusal; // all other outcomes are refusals
  auditRefused(audit, refusal, work.jobs);
  throw submitRefusal(refusal, requests);
}
