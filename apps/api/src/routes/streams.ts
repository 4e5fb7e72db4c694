import { streamBatch } from '../handlers/stream-batch.js';
import { streamJob } from '../handlers/stream-job.js';
import type { Route } from '../route.js';

/** Any of these answers for a job of any kind. */
const jobPaths = [
  '/v2/send-command/:job_id/stream',
  '/v2/send-command-structured/:job_id/stream',
  '/v2/send-config/:job_id/stream',
  '/v2/jobs/:job_id/stream',
] as const;

/** Routes that answer with event streams. */
export const streamRoutes: readonly Route[] = [
  ...jobPaths.map((path): Route => ({
    method: 'get',
    path,
    permission: 'job:read',
    body: null,
    handle: streamJob,
  })),
  {
    method: 'get',
    path: '/v2/batches/:batch_id/stream',
    permission: 'batch:read',
    body: null,
    handle: streamBatch,
  },
];
