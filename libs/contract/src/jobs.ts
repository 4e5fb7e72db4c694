import type { JobErrorCode } from './errors.js';
import type { JobKind } from './job-kinds.js';

/** Statuses of a job. The last three are final. */
export const jobStatuses = ['queued', 'started', 'finished', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** The final statuses. */
export const endStatuses = ['finished', 'failed', 'cancelled'] as const;
export type EndStatus = (typeof endStatuses)[number];

/** Whether a status is final. */
export function hasEnded(status: JobStatus): status is EndStatus {
  return status === 'finished' || status === 'failed' || status === 'cancelled';
}

/** Output of one command. */
export interface JobOutput {
  readonly command: string;
  readonly output: string;
  /** True when the device refused this show command. */
  readonly refused: boolean;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly duration_ms: number;
}

/** Labels a caller puts on a job. */
export type JobTags = Readonly<Record<string, string>>;

/** Answer of a job route. Null: not known yet. */
export interface JobResult {
  readonly job_id: string;
  readonly status: JobStatus;
  readonly kind: JobKind;
  readonly host: string;
  readonly port: number;
  readonly platform: string;
  readonly context: string;
  /** ISO 8601, UTC, as are started_at and ended_at. */
  readonly enqueued_at: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  /** By command; for a configuration job by step: `config_set_output`, `save_output`, `commit_output`. */
  readonly results: Readonly<Record<string, string>> | null;
  readonly outputs: readonly JobOutput[] | null;
  /** What went wrong; for a cancelled job, how far it came. */
  readonly error: string | null;
  readonly error_code: JobErrorCode | null;
  readonly error_retryable: boolean | null;
  readonly detected_platform: string | null;
  readonly tags: JobTags;
  readonly batch_id: string | null;
}

/** Answer of a submit: 202. */
export interface JobAccepted {
  readonly job_id: string;
  readonly message: 'Job enqueued';
  /** 1 is next; 0 when the job is no longer waiting. */
  readonly queue_position: number;
  /** ISO 8601, UTC. */
  readonly enqueued_at: string;
  /** Longest run of the job once it has started, in seconds. */
  readonly timeout: number;
  /** True when this is the earlier job of the same idempotency key. */
  readonly idempotent: boolean;
  /** True when this is an equal read job already in flight. */
  readonly deduplicated: boolean;
}

/** One fault in a request body. */
export interface ErrorDetail {
  /** JSON pointer (RFC 6901) to the field. */
  readonly path: string;
  readonly message: string;
}

/** Every error answer. */
export interface ErrorBody {
  /** One sentence that says what to do. */
  readonly error: string;
  readonly code: string;
  readonly status: number;
  readonly request_id: string;
  /** Id of the job to look for; only with OUTCOME_UNKNOWN. */
  readonly job_id?: string;
  readonly details?: readonly ErrorDetail[];
}

/** State of one part in `/healthcheck`. */
export type ComponentStatus = 'healthy' | 'unavailable' | 'no_workers';

/** Answer of `/healthcheck`; always 200. */
export interface Health {
  readonly status: 'healthy' | 'degraded' | 'no_workers';
  readonly version: string;
  readonly uptime_seconds: number;
  readonly components: {
    readonly redis: { readonly status: ComponentStatus };
    readonly queue: { readonly status: ComponentStatus; readonly depth: number | null };
    readonly workers: {
      readonly status: ComponentStatus;
      readonly count: number | null;
      readonly active_jobs: number | null;
    };
    readonly failed_jobs: number | null;
  };
}
