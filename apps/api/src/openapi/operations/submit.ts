import type { OperationDoc, SuccessResponse } from '../operation-doc.js';
import { jsonResponse } from '../operation-doc.js';
import { batchId, jobAccepted, jobId, jobResult } from '../examples.js';

const accepted = jsonResponse(
  202,
  'The job was accepted, or an earlier job was found that this request repeats.',
  {
    schema: 'JobAccepted',
    example: jobAccepted,
    headers: ['Location'],
  },
);
const ended = jsonResponse(200, 'With `Prefer: wait=N`: the job has ended in time.', {
  schema: 'JobResult',
  example: jobResult,
  headers: ['Location', 'Preference-Applied'],
});
const batch: SuccessResponse = jsonResponse(202, 'All jobs were accepted.', {
  schema: 'BatchAccepted',
  example: { batch_id: batchId, job_ids: [jobId], total: 1 },
  headers: ['Location'],
});

/** Errors that only a submit can answer. */
const submitErrors = [
  'UNKNOWN_CONTEXT',
  'CONTEXT_FORBIDDEN',
  'DUPLICATE_REQUEST_ID',
  'IDEMPOTENCY_MISMATCH',
  'RATE_LIMITED',
  'LOCKED_OUT',
  'NO_WORKERS',
  'QUEUE_FULL',
] as const;

const submit = (doc: Pick<OperationDoc, 'summary' | 'description' | 'bodyExample'>): OperationDoc => ({
  tag: 'Submit',
  requestHeaders: ['Prefer', 'X-Idempotency-Key'],
  responses: [accepted, ended],
  errors: submitErrors,
  isRateLimited: true,
  ...doc,
});

const submitBatch = (doc: Pick<OperationDoc, 'summary' | 'description' | 'bodyExample'>): OperationDoc => ({
  tag: 'Batches',
  requestHeaders: ['X-Idempotency-Key'],
  responses: [batch],
  errors: submitErrors,
  isRateLimited: true,
  ...doc,
});

const login =
  'With a Bearer token, `username` and `password` are required. With Basic authentication, they default to the ' +
  'credentials.';

const batchDescription =
  'Makes one job per device; all are accepted, or none. A device inherits the fields of the batch that it does not ' +
  'set.';

/** Operations that submit jobs, by method and path. */
export const submitOperations: Readonly<Record<string, OperationDoc>> = {
  'POST /v2/send-command': submit({
    summary: 'Run show commands',
    description:
      'Runs the commands in order and returns their outputs. If an equal job of the caller is queued or running, ' +
      `returns that job instead of a new one. ${login}`,
    bodyExample: {
      host: '192.0.2.1',
      platform: 'cisco_ios',
      commands: ['show clock'],
      tags: { site: 'ams1' },
    },
  }),
  'POST /v2/send-command-structured': submit({
    summary: 'Run show commands, for structured results',
    description:
      'Like send-command. Outputs are not parsed yet: results are `{command: text}`, and a template is refused ' +
      `with \`VALIDATION_FAILED\`. ${login}`,
    bodyExample: { host: '192.0.2.1', platform: 'cisco_ios', commands: ['show version'] },
  }),
  'POST /v2/send-config': submit({
    summary: 'Push configuration lines',
    description:
      'Sends the lines in configuration mode, in order. Only one configuration job runs on a device at a time, ' +
      `and a configuration is never pushed twice. The first refused line ends the job. ${login}`,
    bodyExample: {
      host: '192.0.2.1',
      platform: 'cisco_ios',
      commands: ['interface Loopback0', 'description uplink'],
      save_config: true,
    },
  }),
  'POST /v2/send-command/batch': submitBatch({
    summary: 'Run show commands on many devices',
    description: batchDescription,
    bodyExample: {
      commands: ['show clock'],
      platform: 'cisco_ios',
      devices: [{ host: '192.0.2.1' }, { host: '192.0.2.2', port: 2222 }],
    },
  }),
  'POST /v2/send-config/batch': submitBatch({
    summary: 'Push configuration lines to many devices',
    description: batchDescription,
    bodyExample: {
      commands: ['ntp server 192.0.2.123'],
      platform: 'cisco_ios',
      devices: [{ host: '192.0.2.1' }],
      save_config: true,
    },
  }),
  'POST /v2/jobs/:job_id/replay': {
    tag: 'Jobs',
    summary: 'Run a failed job again',
    description:
      "Submits a new job with the same request. It uses the caller's credentials, never those of the failed job, and " +
      'has no batch and no webhook.',
    responses: [accepted, ended],
    errors: ['NOT_FOUND', 'JOB_NOT_FAILED', ...submitErrors],
    requestHeaders: ['Prefer', 'X-Idempotency-Key'],
    bodyExample: {},
    isRateLimited: true,
  },
};
