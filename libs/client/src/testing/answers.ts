import {
  httpErrors,
  type ErrorBody,
  type ErrorDetail,
  type Health,
  type HttpErrorCode,
  type JobAccepted,
  type JobOutput,
  type JobResult,
} from '@naas/contract';

/** An answer of the test server; `silence`: none; `reset`: the connection closes without one. */
export type Answer =
  | 'silence'
  | 'reset'
  | {
      readonly status: number;
      readonly body?: object | string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** Id of the job in the answers below. */
export const testJobId = '0d3c51a6-6a3b-4c52-9f0e-5d1f0f5a7c11';

const startedAt = '2026-11-02T03:00:00.200Z';

/** One command's output, as in a JobResult. */
export const jobOutput = (command: string, output: string, more: Partial<JobOutput> = {}): JobOutput => ({
  command,
  output,
  refused: false,
  started_at: startedAt,
  duration_ms: 12,
  ...more,
});

/** A job. Default: queued. */
export const jobResult = (more: Partial<JobResult> = {}): JobResult => ({
  job_id: testJobId,
  status: 'queued',
  kind: 'send-command',
  host: '192.0.2.1',
  port: 22,
  platform: 'cisco_ios',
  context: 'default',
  enqueued_at: '2026-11-02T03:00:00.000Z',
  started_at: null,
  ended_at: null,
  duration_ms: null,
  results: null,
  outputs: null,
  error: null,
  error_code: null,
  error_retryable: null,
  detected_platform: null,
  tags: {},
  batch_id: null,
  ...more,
});

const ended = { started_at: startedAt, ended_at: '2026-11-02T03:00:00.600Z', duration_ms: 400 };

/** A finished job with these outputs. */
export const finishedJob = (...outputs: readonly JobOutput[]): JobResult =>
  jobResult({
    ...ended,
    status: 'finished',
    outputs,
    results: Object.fromEntries(outputs.map(({ command, output }) => [command, output])),
  });

/** A failed job. */
export const failedJob = (more: Partial<JobResult> = {}): JobResult =>
  jobResult({
    ...ended,
    status: 'failed',
    outputs: [],
    error: 'The device refused the user name or password.',
    error_code: 'AUTH_FAILURE',
    error_retryable: false,
    ...more,
  });

/** 200 with any body of the contract. */
export const ok = (body: JobResult | Health): Answer => ({ status: 200, body });

/** 202 with the test job. */
export function accepted(more: Partial<JobAccepted> = {}): Answer {
  const body: JobAccepted = {
    job_id: testJobId,
    message: 'Job enqueued',
    queue_position: 1,
    enqueued_at: '2026-11-02T03:00:00.000Z',
    timeout: 120,
    idempotent: false,
    deduplicated: false,
    ...more,
  };
  return { status: 202, body };
}

/** An error answer with its status from the contract. */
export function errorAnswer(
  code: HttpErrorCode,
  more: {
    readonly details?: readonly ErrorDetail[];
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Answer {
  const { status, meaning } = httpErrors[code];
  const body: ErrorBody = {
    error: meaning,
    code,
    status,
    request_id: '7f9d2a50-0000-4000-8000-000000000000',
    ...(more.details && { details: more.details }),
  };
  return { status, body, ...(more.headers && { headers: more.headers }) };
}

/** A healthy service with one worker. */
export const health = (more: Partial<Health> = {}): Health => ({
  status: 'healthy',
  version: '0.1.0',
  uptime_seconds: 7384,
  components: {
    redis: { status: 'healthy' },
    queue: { status: 'healthy', depth: 3 },
    workers: { status: 'healthy', count: 2, active_jobs: 5 },
    failed_jobs: 1,
  },
  ...more,
});
