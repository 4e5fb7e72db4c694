import type { Health, JobAccepted, JobResult } from '@naas/client';
import type { Failure } from '../failure.js';

/** Writes what a command came to: the outcome on standard output, all else on standard error. */
export interface Report {
  /** A job that is not waited for; `advice` says how to fetch it. */
  accepted(job: JobAccepted, advice: string): void;
  /** A job as it is; of one that did not finish also why. */
  job(job: JobResult): void;
  readonly cancelled: (jobId: string) => void;
  health(health: Health): void;
  /** Something worth knowing that is not an error. */
  note(text: string): void;
  failure(failure: Failure): void;
}
