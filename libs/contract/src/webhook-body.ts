import type { EndStatus } from './jobs.js';

/** Body of a webhook that reports the end of a job. It holds no results and no credentials. */
export interface WebhookBody {
  readonly job_id: string;
  readonly status: EndStatus;
  /** ISO 8601, UTC, as is completed_at. */
  readonly enqueued_at: string;
  readonly completed_at: string;
}
