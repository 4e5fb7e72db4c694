import { streamEvents } from '@naas/contract';
import { batchId, jobId, jobResult, jobSummary } from '../examples.js';
import { jsonAnswer, type OperationDoc, type SuccessAnswer } from '../operation-doc.js';

const cancelled: SuccessAnswer = {
  status: 204,
  description: 'Cancelled; a job that has started ends within a second.',
  content: null,
};
const page = jsonAnswer(200, 'A page of jobs.', {
  schema: 'JobPage',
  example: { jobs: [jobSummary], page: 1, per_page: 20, total: 1 },
});
const events = (description: string): SuccessAnswer => ({
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

/** Operations about jobs and batches that exist, by method and path. */
export const jobOperations: Readonly<Record<string, OperationDoc>> = {
  'GET /v2/jobs': {
    tag: 'Jobs',
    summary: 'List jobs',
    description: "The caller's own jobs, newest first; an admin's list holds everybody's.",
    answers: [page],
    errors: ['UNKNOWN_CONTEXT', 'CONTEXT_FORBIDDEN'],
  },
  'GET /v2/jobs/failed': {
    tag: 'Jobs',
    summary: 'List dead letters',
    description: 'Failed jobs that can be replayed, newest first.',
    answers: [page],
    errors: ['UNKNOWN_CONTEXT', 'CONTEXT_FORBIDDEN'],
  },
  'GET /v2/jobs/:job_id': {
    tag: 'Jobs',
    summary: 'Read a job',
    description: 'With `Prefer: wait=N` the answer comes once the job has ended, after N seconds at most.',
    requestHeaders: ['Prefer'],
    answers: [
      jsonAnswer(200, 'The job as it stands.', {
        schema: 'JobResult',
        example: jobResult,
        headers: ['Preference-Applied'],
      }),
    ],
    errors: ['NOT_FOUND'],
  },
  'DELETE /v2/jobs/:job_id': {
    tag: 'Jobs',
    summary: 'Cancel a job',
    answers: [cancelled],
    errors: ['NOT_FOUND', 'JOB_ENDED'],
  },
  'GET /v2/jobs/:job_id/stream': {
    tag: 'Jobs',
    summary: 'Follow a job',
    description:
      `Events, all but \`timeout\` with an id; with \`Last-Event-ID\` a client that comes back gets what it ` +
      `missed. A new client gets the status of now, the last \`connected\` and the outputs so far. Pass over ` +
      `events that you do not know.\n\n${eventList}`,
    requestHeaders: ['Last-Event-ID'],
    answers: [events('Events of the job.')],
    errors: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  },
  'GET /v2/batches/:batch_id': {
    tag: 'Batches',
    summary: 'Read a batch',
    answers: [
      jsonAnswer(200, 'The batch as it stands.', {
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
    errors: ['NOT_FOUND'],
  },
  'DELETE /v2/batches/:batch_id': {
    tag: 'Batches',
    summary: 'Cancel what is pending of a batch',
    answers: [cancelled],
    errors: ['NOT_FOUND'],
  },
  'GET /v2/batches/:batch_id/stream': {
    tag: 'Batches',
    summary: 'Follow a batch',
    description:
      'An event `status` for each of its jobs, now and whenever one changes; `result` with where the batch ' +
      'stands once all have ended (the stream then ends), or `timeout`. They have no ids: a client that ' +
      'comes back gets the statuses of now.',
    answers: [events('Events of the jobs of the batch.')],
    errors: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  },
};
