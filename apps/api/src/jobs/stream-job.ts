import { findJob, jobIdOf } from './find-job.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { eventStream } from '../stream/event-stream.js';
import { jobSource } from '../stream/job-source.js';
import { lastEventIdOf } from '../stream/last-event-id.js';

/** `GET /v2/jobs/{job_id}/stream` and its aliases per job kind. */
export async function streamJob(request: CallerRequest, services: Services): Promise<Response> {
  const jobId = jobIdOf(request);
  const lastId = lastEventIdOf(request.headers);
  await findJob(jobId, request.principal, (id) => services.jobs.peek(id));
  return eventStream(jobSource(jobId, lastId, services.jobReads), request, services);
}
