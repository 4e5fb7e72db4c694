import { randomUUID } from 'node:crypto';
import { hasEnded, type JobAccepted } from '@naas/contract';
import { isRedisUnavailable, type JobRequest, type StoredJob, type SubmitOutcome } from '@naas/core';
import { checkContext } from '../devices/check-context.js';
import { waitSeconds } from '../http/prefer.js';
import { rateHeaders } from './rate-headers.js';
import { givenRequestId, idempotencyKeyOf } from '../http/request-headers.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { credentialsOf, webhookOf, type DeviceLogin, type WebhookFields } from './submission.js';
import { auditRefused, auditSubmitted } from './submit-audit.js';
import { submitRefusal } from './submit-refusal.js';
import { waitForJob } from '../jobs/wait-for-job.js';

type SubmitRequest = CallerRequest<DeviceLogin & WebhookFields>;
type Accepted = Extract<SubmitOutcome, { jobId: string }>;

async function submit(
  { headers, principal, body }: SubmitRequest,
  { jobs, confirmed, metrics, settings, audit }: Services,
  request: JobRequest,
): Promise<Accepted> {
  const jobId = givenRequestId(headers) ?? randomUUID();
  const submitter = {
    owner: principal.owner,
    idempotencyKey: idempotencyKeyOf(headers),
    isExempt: settings.RATE_LIMIT_EXEMPT_ROLES.includes(principal.role),
  };
  const outcome = await jobs.submit({
    ...submitter,
    jobId,
    request,
    credentials: credentialsOf(body, principal),
    webhook: webhookOf(body),
  });
  if ('jobId' in outcome)
    await confirmed.demand({
      submitter,
      id: outcome.jobId,
      jobIds: [outcome.jobId],
      isNew: outcome.outcome === 'accepted',
    });
  metrics.jobsSubmitted.inc({ kind: request.kind, outcome: outcome.outcome.toLowerCase() });
  if (outcome.outcome === 'accepted') auditSubmitted(audit, principal, { jobId, request });
  if ('jobId' in outcome) return outcome;
  auditRefused(audit, outcome, [{ jobId, request }]);
  throw submitRefusal(outcome, [request]);
}

/** The job once it has ended; null when it has not in time, or Redis is away: it exists all the same. */
async function endedJob(
  request: SubmitRequest,
  services: Services,
  jobId: string,
): Promise<StoredJob | null> {
  try {
    await waitForJob(services, jobId, {
      seconds: waitSeconds(request.headers['prefer']),
      gone: request.gone(),
    });
    const job = await services.jobs.get(jobId);
    return job && hasEnded(job.result.status) ? job : null;
  } catch (error) {
    if (isRedisUnavailable(error)) return null;
    throw error;
  }
}

/**
 * Accepts a job: 202, or 200 with its result where the caller waits and it ends in time.
 * @throws ApiError UNKNOWN_CONTEXT, CONTEXT_FORBIDDEN, INVALID_REQUEST, or one of the refusals of a submit.
 */
export async function acceptJob(
  request: SubmitRequest,
  services: Services,
  job: JobRequest,
): Promise<Response> {
  const { settings } = services;
  checkContext(job.context, request.principal, settings);
  const accepted = await submit(request, services, job);
  const { jobId, outcome } = accepted;
  const location = { Location: `/v2/jobs/${jobId}`, ...rateHeaders(accepted.rate) };
  const seconds = waitSeconds(request.headers['prefer']);
  const ended = seconds > 0 ? await endedJob(request, services, jobId) : null;
  if (ended)
    return {
      status: 200,
      jobId,
      headers: { ...location, 'Preference-Applied': `wait=${seconds}` },
      json: ended.result,
    };
  const json: JobAccepted = {
    job_id: jobId,
    message: 'Job enqueued',
    queue_position: accepted.queuePosition,
    enqueued_at: accepted.enqueuedAt.toISOString(),
    timeout: settings.JOB_TIMEOUT,
    idempotent: outcome === 'idempotent',
    deduplicated: outcome === 'deduplicated',
  };
  return { status: 202, jobId, headers: location, json };
}
