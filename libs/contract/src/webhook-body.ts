import type { EndStatus } from './jobs.js';

/** What a webhook tells of a job that has ended: never results or credentials. */
export interface WebhookBody {
  readonly job_id: string;
  readonly status: EndStatus;
  /** ISO 8601, UTC, as is the next. */
  readonly enqueued_at: string;
  readonly completed_at: string;
}
