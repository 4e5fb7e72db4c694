import { owns } from '@naas/auth';
import { hasEnded, type JobAccepted } from '@naas/contract';
import { isRedisUnavailable, type JobRequest, type NewJob, type SubmitOutcome } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { waitSeconds } from '../http/prefer.js';
import { givenRequestId } from '../http/request-headers.js';
import { resultBody, statusOf, type ResultBody } from '../jobs/result-body.js';
import { waitForJob } from '../jobs/wait-for-job.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { rateHeaders } from './rate-headers.js';
import {
  credentialsOf,
  targetOf,
  webhookOf,
  type DeviceLogin,
  type TargetFields,
  type WebhookFields,
} from './submission.js';
import { auditSubmitted } from './submit-audit.js';
import { submitJobs } from './submit-jobs.js';
import type { Work } from './work.js';

type SubmitRequest = CallerRequest<DeviceLogin & WebhookFields>;
type SubmitBody = DeviceLogin & WebhookFields & TargetFields;
type Accepted = Extract<SubmitOutcome, { jobId: string }>;

/** Makes the handler of a route that submits jobs. Throws the errors of submitJobs(). */
export function sendJob<Fields>(workOf: (body: Fields) => Work) {
  return (request: CallerRequest<SubmitBody & Fields>, services: Services): Promise<Response> =>
    acceptJob(request, services, { ...targetOf(request.body), ...workOf(request.body) });
}

/**
 * Submits a job. Answers 202, or 200 with the result if the caller waits and the job ends in time. Throws the
 * errors of submitJobs().
 */
export async function acceptJob(
  request: SubmitRequest,
  services: Services,
  work: JobRequest,
): Promise<Response> {
  const accepted = await submit(request, services, work);
  const { jobId } = accepted;
  const headers = { Location: `/v2/jobs/${jobId}`, ...rateHeaders(accepted.rate) };
  const seconds = waitSeconds(request.headers['prefer']);
  const ended = seconds > 0 ? await waitForResult(request, services, jobId) : null;
  if (!ended) return { status: 202, jobId, headers, json: acceptedJson(accepted, services) };
  return {
    status: 200,
    jobId,
    headers: { ...headers, 'Preference-Applied': `wait=${seconds}` },
    ...ended,
  };
}

async function submit(request: SubmitRequest, services: Services, work: JobRequest): Promise<Accepted> {
  const { headers, principal, body } = request;
  const job: NewJob = {
    // The request id of an error is the id that the job would have had.
    jobId: givenRequestId(headers) ?? request.requestId,
    request: work,
    credentials: credentialsOf(body, principal),
    webhook: webhookOf(body),
  };
  const accepted = await submitJobs(request, services, {
    jobs: [job],
    location: `/v2/jobs/${job.jobId}`,
    submit: (submitter) => services.jobs.submit({ ...submitter, ...job }),
    accepted: {
      outcome: 'accepted',
      rate: null,
      jobId: job.jobId,
      queuePosition: 0,
      enqueuedAt: new Date(),
    },
  });
  if (accepted.outcome === 'accepted') auditSubmitted(services.audit, principal, job);
  return accepted;
}

/** Whether the error is that too many large results are being sent. */
const isBusy = (error: unknown): boolean => error instanceof ApiError && error.code === 'TOO_MANY_STREAMS';

/**
 * Waits for the end of a job. Null if it does not end in time, Redis is away, or its result cannot be sent
 * now: the job exists all the same.
 */
async function waitForResult(
  request: SubmitRequest,
  services: Services,
  jobId: string,
): Promise<ResultBody | null> {
  try {
    await waitForJob(services, jobId, {
      seconds: waitSeconds(request.headers['prefer']),
      gone: request.gone(),
    });
    const job = await services.jobs.find(jobId);
    // Read again: what stands under this id now may not be what was submitted.
    if (!job || !owns(request.principal, job.owner) || !hasEnded(statusOf(job))) return null;
    return await resultBody(job, request, services);
  } catch (error) {
    if (isRedisUnavailable(error) || isBusy(error)) return null;
    throw error;
  }
}

function acceptedJson(
  { jobId, queuePosition, enqueuedAt, outcome }: Accepted,
  { settings }: Services,
): JobAccepted {
  return {
    job_id: jobId,
    message: 'Job enqueued',
    queue_position: queuePosition,
    enqueued_at: enqueuedAt.toISOString(),
    timeout: settings.JOB_TIMEOUT,
    idempotent: outcome === 'idempotent',
    deduplicated: outcome === 'deduplicated',
  };
}
