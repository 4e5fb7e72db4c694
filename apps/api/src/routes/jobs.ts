import { replayJobBody } from '../body/replay-job.js';
import { cancelJob } from '../handlers/cancel-job.js';
import { getJob } from '../handlers/get-job.js';
import { failedJobsQuery, jobsQuery, listFailedJobs, listJobs } from '../handlers/list-jobs.js';
import { replayJob } from '../handlers/replay-job.js';
import { route, type Route } from '../route.js';

/** Any of these answers for a job of any kind. */
const jobPaths = [
  '/v2/send-command/:job_id',
  '/v2/send-command-structured/:job_id',
  '/v2/send-config/:job_id',
  '/v2/jobs/:job_id',
] as const;

/** Routes of jobs that exist. */
export const jobRoutes: readonly Route[] = [
  { method: 'get', path: '/v2/jobs', permission: 'job:list', query: jobsQuery, body: null, handle: listJobs },
  {
    method: 'get',
    path: '/v2/jobs/failed',
    permission: 'job:list-failed',
    query: failedJobsQuery,
    body: null,
    handle: listFailedJobs,
  },
  route({
    method: 'post',
    path: '/v2/jobs/:job_id/replay',
    permission: 'job:replay',
    body: replayJobBody,
    handle: replayJob,
  }),
  ...jobPaths.flatMap((path): readonly Route[] => [
    { method: 'get', path, permission: 'job:read', body: null, handle: getJob },
    { method: 'delete', path, permission: 'job:cancel', body: null, handle: cancelJob },
  ]),
];
