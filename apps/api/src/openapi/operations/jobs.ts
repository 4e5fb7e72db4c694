import { streamEvents } from '@naas/contract';
import { batchId, jobId, jobResult, jobSummary } from '../examples.js';
import { jsonResponse, type OperationDoc, type SuccessResponse } from '../operation-doc.js';

const cancelled: SuccessResponse = {
  status: 204,
  description: 'Cancelled. A job that has started ends within a second.',
  content: null,
};
const page = jsonResponse(200, 'A page of jobs.', {
  schema: 'JobPage',
  example: { jobs: [jobSummary], page: 1, per_page: 20, total: 1 },
});
const events = (description: string): SuccessResponse => ({
  status: 200,
  description,
  content: {
    type: 'text/event-stream',
    schema: { type: 'string' },
    example: `id: 1764111111111-0\nevent: status\ndata: {"job_id":"${jobId}","status":"started"}\n\n`,
  },
  headers: ['X-Accel-Buffering'],
});

const eventList = Object.entries(streamEvents)
  .map(([name, meaning]) => `- \`${name}\`: ${meaning}.`)
  .join('\n');

/** Operations on existing jobs and batches, by method and path. */
export const jobOperations: Readonly<Record<string, OperationDoc>> = {
  'GET /v2/jobs': {
    tag: 'Jobs',
    summary: 'List jobs',
    description:
      'Newest first. Admins get the jobs of all callers, others only their own; all get only jobs of contexts that ' +
      'their key allows.',
    responses: [page],
    errors: ['UNKNOWN_CONTEXT', 'CONTEXT_FORBIDDEN'],
  },
  'GET /v2/jobs/failed': {
    tag: 'Jobs',
    summary: 'List dead letters',
    description: 'Failed jobs that can be replayed, newest first; else as the list of jobs.',
    responses: [page],
    errors: ['UNKNOWN_CONTEXT', 'CONTEXT_FORBIDDEN'],
  },
  'GET /v2/jobs/:job_id': {
    tag: 'Jobs',
    summary: 'Read a job',
    description: 'With `Prefer: wait=N`, responds when the job has ended, or after N seconds.',
    requestHeaders: ['Prefer'],
    responses: [
      jsonResponse(200, 'The current state of the job.', {
        schema: 'JobResult',
        example: jobResult,
        headers: ['Preference-Applied'],
      }),
    ],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN', 'TOO_MANY_STREAMS'],
  },
  'DELETE /v2/jobs/:job_id': {
    tag: 'Jobs',
    summary: 'Cancel a job',
    responses: [cancelled],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN', 'JOB_ENDED'],
  },
  'GET /v2/jobs/:job_id/stream': {
    tag: 'Jobs',
    summary: 'Follow a job',
    description:
      `Server-sent events. A client that reconnects with \`Last-Event-ID\` gets the events it has missed. A new ` +
      `client gets the current status, the latest \`connected\` and all outputs so far. \`timeout\` has no id, nor ` +
      `do the events of a job that ended so long ago that only its result is left. Ignore events that you do not ` +
      `know.\n\n${eventList}`,
    requestHeaders: ['Last-Event-ID'],
    responses: [events('The events of the job.')],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN', 'TOO_MANY_STREAMS'],
  },
  'GET /v2/batches/:batch_id': {
    tag: 'Batches',
    summary: 'Read a batch',
    responses: [
      jsonResponse(200, 'The current state of the batch.', {
        schema: 'BatchStatus',
        example: {
          batch_id: batchId,
          total: 1,
          completed: 1,
          failed: 0,
          cancelled: 0,
          pending: 0,
          status: 'complete',
          jobs: [{ job_id: jobId, host: '192.0.2.1', port: 22, status: 'finished' }],
        },
      }),
    ],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN'],
  },
  'DELETE /v2/batches/:batch_id': {
    tag: 'Batches',
    summary: 'Cancel the pending jobs of a batch',
    responses: [cancelled],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN'],
  },
  'GET /v2/batches/:batch_id/stream': {
    tag: 'Batches',
    summary: 'Follow a batch',
    description:
      'Server-sent events: `status` with the current status of each job, and again whenever one changes; ' +
      '`result` with the state of the batch when all jobs have ended, which ends the stream; or `timeout`. The ' +
      'events have no ids: a client that reconnects gets the current status of each job again.',
    responses: [events('The events of the batch.')],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN', 'TOO_MANY_STREAMS'],
  },
};
