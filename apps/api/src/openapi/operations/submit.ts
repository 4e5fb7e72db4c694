import type { OperationDoc, SuccessAnswer } from '../operation-doc.js';
import { jsonAnswer } from '../operation-doc.js';
import { batchId, jobAccepted, jobId, jobResult } from '../examples.js';

const accepted = jsonAnswer(202, 'The job waits, or is the earlier one that this request repeats.', {
  schema: 'JobAccepted',
  example: jobAccepted,
  headers: ['Location'],
});
const ended = jsonAnswer(200, 'The caller waited (`Prefer: wait=N`), and the job has ended.', {
  schema: 'JobResult',
  example: jobResult,
  headers: ['Location', 'Preference-Applied'],
});
const batch: SuccessAnswer = jsonAnswer(202, 'All jobs wait.', {
  schema: 'BatchAccepted',
  example: { batch_id: batchId, job_ids: [jobId], total: 1 },
  headers: ['Location'],
});

/** Refusals that only a submit can give. */
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
  answers: [accepted, ended],
  errors: submitErrors,
  isRateLimited: true,
  ...doc,
});

const submitBatch = (doc: Pick<OperationDoc, 'summary' | 'description' | 'bodyExample'>): OperationDoc => ({
  tag: 'Batches',
  requestHeaders: ['X-Idempotency-Key'],
  answers: [batch],
  errors: submitErrors,
  isRateLimited: true,
  ...doc,
});

const login =
  'A caller with a Bearer token gives `username` and `password`; of a Basic caller they are the ' +
  'credentials themselves.';

/** Operations that hand jobs in, by method and path. */
export const submitOperations: Readonly<Record<string, OperationDoc>> = {
  'POST /v2/send-command': submit({
    summary: 'Run show commands',
    description:
      'Runs commands in order and gives their outputs. An equal request that is in flight is given back ' +
      `instead of a second one. ${login}`,
    bodyExample: {
      host: '192.0.2.1',
      platform: 'cisco_ios',
      commands: ['show clock'],
      tags: { site: 'ams1' },
    },
  }),
  'POST /v2/send-command-structured': submit({
    summary: 'Run show commands and parse their outputs',
    description:
      `Like send-command, with rows in place of text where a template fits; \`{command: text}\` where none ` +
      `does. ${login}`,
    bodyExample: { host: '192.0.2.1', platform: 'cisco_ios', commands: ['show version'] },
  }),
  'POST /v2/send-config': submit({
    summary: 'Push configuration lines',
    description:
      'Sends lines in configuration mode, one job a device at a time, and never twice. A refused line ends ' +
      `the job. ${login}`,
    bodyExample: {
      host: '192.0.2.1',
      platform: 'cisco_ios',
      commands: ['interface Loopback0', 'description uplink'],
      save_config: true,
    },
  }),
  'POST /v2/send-command/batch': submitBatch({
    summary: 'Run show commands on many devices',
    description: 'One job a device; all are accepted, or none. A device inherits what it does not set.',
    bodyExample: {
      commands: ['show clock'],
      platform: 'cisco_ios',
      devices: [{ host: '192.0.2.1' }, { host: '192.0.2.2', port: 2222 }],
    },
  }),
  'POST /v2/send-config/batch': submitBatch({
    summary: 'Push configuration lines to many devices',
    description: 'One job a device; all are accepted, or none. A device inherits what it does not set.',
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
      "Makes a new job of the same request with the caller's own credentials; stored ones are never used.",
    answers: [accepted, ended],
    errors: ['NOT_FOUND', 'JOB_NOT_FAILED', ...submitErrors],
    requestHeaders: ['Prefer', 'X-Idempotency-Key'],
    bodyExample: {},
    isRateLimited: true,
  },
};
