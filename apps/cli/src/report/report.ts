import type { Health, JobAccepted, JobResult } from '@naas/client';
import type { Failure } from '../failure.js';

/** Prints the outcome of a command on standard output and everything else on standard error. */
export interface Report {
  /** An accepted job, with --no-wait; `advice` says how to fetch it. */
  accepted(job: JobAccepted, advice: string): void;
  /** A job; if it failed or was cancelled, also why. */
  job(job: JobResult): void;
  readonly cancelled: (jobId: string) => void;
  health(health: Health): void;
  /** A remark that is not an error. */
  note(text: string): void;
  failure(failure: Failure): void;
}
