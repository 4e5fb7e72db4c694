import { hasEnded } from '@naas/contract';
import { findJob, jobIdOf } from './find-job.js';
import { waitSeconds } from '../http/prefer.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { resultBody, statusOf } from './result-body.js';
import { waitForJob } from './wait-for-job.js';

/** `GET /v2/jobs/{job_id}` and its aliases per job kind. */
export async function getJob(request: CallerRequest, services: Services): Promise<Response> {
  const jobId = jobIdOf(request);
  const read = () => findJob(jobId, request.principal, (id) => services.jobs.find(id));
  const seconds = waitSeconds(request.headers['prefer']);
  const found = await read();
  if (seconds === 0) return { status: 200, ...(await resultBody(found, request, services)) };
  const headers = { 'Preference-Applied': `wait=${seconds}` };
  const hasEndedAlready = hasEnded(statusOf(found));
  if (!hasEndedAlready) await waitForJob(services, jobId, { seconds, gone: request.gone() });
  const shown = hasEndedAlready ? found : await read();
  return { status: 200, headers, ...(await resultBody(shown, request, services)) };
}
