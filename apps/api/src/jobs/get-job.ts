import { hasEnded } from '@naas/contract';
import { findJob, jobIdOf } from './find-job.js';
import { waitSeconds } from '../http/prefer.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';
import { waitForJob } from './wait-for-job.js';

/** `GET /v2/jobs/{job_id}` and its aliases per job kind. */
export async function getJob(request: CallerRequest, services: Services): Promise<Response> {
  const jobId = jobIdOf(request);
  const read = () => findJob(jobId, request.principal, (id) => services.jobs.get(id));
  const seconds = waitSeconds(request.headers['prefer']);
  const found = await read();
  if (seconds === 0) return { status: 200, json: found.result };
  const headers = { 'Preference-Applied': `wait=${seconds}` };
  if (hasEnded(found.result.status)) return { status: 200, headers, json: found.result };
  await waitForJob(services, jobId, { seconds, gone: request.gone() });
  return { status: 200, headers, json: (await read()).result };
}
