import { cancelJob } from '../handlers/cancel-job.js';
import { getJob } from '../handlers/get-job.js';
import type { Route } from '../route.js';

/** Any of these answers for a job of any kind. */
const jobPaths = ['/v2/send-command/:job_id', '/v2/send-config/:job_id', '/v2/jobs/:job_id'] as const;

/** Routes of jobs that exist. */
export const jobRoutes: readonly Route[] = jobPaths.flatMap((path): readonly Route[] => [
  { method: 'get', path, permission: 'job:read', body: null, handle: getJob },
  { method: 'delete', path, permission: 'job:cancel', body: null, handle: cancelJob },
]);
