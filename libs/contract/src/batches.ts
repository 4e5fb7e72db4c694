import type { JobErrorCode } from './errors.js';
import type { JobStatus } from './jobs.js';

/** Statuses of a batch. The last four are final. */
export const batchStatuses = ['pending', 'complete', 'partial_failure', 'failed', 'cancelled'] as const;

/** Answer of `GET /v2/batches/{batch_id}`. The counts add up to `total`. */
export interface BatchStatus {
  readonly batch_id: string;
  readonly total: number;
  /** Finished jobs. */
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Queued and started jobs. */
  readonly pending: number;
  readonly status: (typeof batchStatuses)[number];
  /** In the order of the devices. */
  readonly jobs: readonly {
    readonly job_id: string;
    readonly host: string;
    readonly port: number;
    readonly status: JobStatus;
    /** What went wrong; for a cancelled job, how far it came. Absent for other jobs. */
    readonly error?: string;
    readonly error_code?: JobErrorCode;
  }[];
}
