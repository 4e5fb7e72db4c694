import { randomUUID } from 'node:crypto';
import type { BatchOutcome, NewJob, SubmitOutcome, SubmitRefusal, Submitter } from '@naas/core';
import { checkContext } from '../devices/check-context.js';
import { checkReach } from '../devices/check-reach.js';
import { idempotencyKeyOf } from '../http/request-headers.js';
import type { CallerRequest } from '../route.js';
import type { Services } from '../services.js';
import { submitOnce, type Attempt } from './known-outcome.js';
import { auditRefused } from './submit-audit.js';
import { submitRefusal } from './submit-refusal.js';

type SubmitCall = Pick<CallerRequest, 'headers' | 'principal'>;
type Accepted<Outcome> = Exclude<Outcome, SubmitRefusal>;

/** What is submitted. */
export interface SubmitWork<Outcome> {
  readonly jobs: readonly NewJob[];
  /** Path of the job or batch, ending in its id. */
  readonly location: string;
  readonly submit: (submitter: Submitter) => Promise<Outcome>;
  /** The outcome when Redis's reply was lost, and a worker has started a job since. */
  readonly accepted: Accepted<Outcome>;
}

/** The id of the accepted job or batch, with its job ids; null for a refusal. */
function acceptedOf(outcome: SubmitOutcome | BatchOutcome) {
  if ('jobId' in outcome) return { id: outcome.jobId, jobIds: [outcome.jobId] };
  return 'batchId' in outcome ? { id: outcome.batchId, jobIds: outcome.jobIds } : null;
}

/**
 * Submits jobs for a caller. Resolves once Redis and all its replicas have stored them.
 * @throws ApiError UNKNOWN_CONTEXT, CONTEXT_FORBIDDEN, DEVICE_FORBIDDEN, INVALID_REQUEST, BACKEND_UNAVAILABLE
 * when no job exists, OUTCOME_UNKNOWN when that cannot be found out, or one of the errors of submitRefusal().
 */
export async function submitJobs<Outcome extends SubmitOutcome | BatchOutcome>(
  { headers, principal }: SubmitCall,
  services: Services,
  { jobs, location, submit, accepted }: SubmitWork<Outcome>,
): Promise<Accepted<Outcome>> {
  const { confirmedSubmits, withdrawals, reach, metrics, settings, audit } = services;
  const requests = jobs.map(({ request }) => request);
  for (const { context, host } of requests) {
    checkContext(context, principal, settings);
    checkReach(host, reach);
  }
  const submitter = {
    owner: principal.owner,
    idempotencyKey: idempotencyKeyOf(headers),
    isExempt: settings.RATE_LIMIT_EXEMPT_ROLES.includes(principal.role),
    attempt: randomUUID(),
  };
  const id = location.slice(location.lastIndexOf('/') + 1);
  const attempt: Attempt = { submitter, id, jobIds: jobs.map(({ jobId }) => jobId), location };
  const outcome = await submitOnce<Outcome>(withdrawals, attempt, {
    submit: () => submit(submitter),
    accepted,
  });
  const known = acceptedOf(outcome);
  if (known) {
    const isNew = outcome.outcome === 'accepted';
    await confirmedSubmits.requireConfirmation({ ...known, isNew, attempt });
  }
  for (const { kind } of requests) {
    metrics.jobsSubmitted.inc({ kind, outcome: outcome.outcome.toLowerCase() });
  }
  if (known) return outcome as Accepted<Outcome>; // acceptedOf() has checked that it is not a refusal
  const refusal = outcome as SubmitRefusal; // all other outcomes are refusals
  auditRefused(audit, refusal, jobs);
  throw submitRefusal(refusal, requests);
}
