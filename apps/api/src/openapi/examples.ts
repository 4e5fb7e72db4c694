/** Ids used in several examples. */
export const jobId = '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f';
export const batchId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const facts = {
  job_id: jobId,
  status: 'finished',
  kind: 'send-command',
  host: '192.0.2.1',
  port: 22,
  platform: 'cisco_ios',
  context: 'default',
  enqueued_at: '2026-11-25T09:30:00.000Z',
  started_at: '2026-11-25T09:30:00.012Z',
  ended_at: '2026-11-25T09:30:00.431Z',
  duration_ms: 419,
} as const;

const end = {
  error: null,
  error_code: null,
  error_retryable: null,
  detected_platform: null,
  tags: { site: 'ams1' },
  batch_id: null,
} as const;

/** A job in a list. */
export const jobSummary = { ...facts, ...end } as const;

/** A job with its results. */
export const jobResult = {
  ...facts,
  results: { 'show clock': '09:30:00.402 UTC Wed Nov 25 2026' },
  outputs: [
    {
      command: 'show clock',
      output: '09:30:00.402 UTC Wed Nov 25 2026',
      refused: false,
      started_at: '2026-11-25T09:30:00.380Z',
      duration_ms: 21,
    },
  ],
  ...end,
} as const;

/** An accepted job. */
export const jobAccepted = {
  job_id: jobId,
  message: 'Job enqueued',
  queue_position: 1,
  enqueued_at: '2026-11-25T09:30:00.000Z',
  timeout: 120,
  idempotent: false,
  deduplicated: false,
} as const;
