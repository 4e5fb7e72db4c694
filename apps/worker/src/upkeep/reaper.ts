import type { Audit, Jobs, Logger } from '@naas/core';
import type { Metrics } from '../metrics.js';

/**
 * Settles started jobs whose worker died, and redelivers queued jobs whose queue entry was lost. Every worker
 * has a reaper; each job is settled once.
 */
export class Reaper {
  #waitsUntil = 0;

  constructor(
    readonly tools: {
      readonly jobs: Jobs;
      readonly metrics: Metrics;
      readonly log: Logger;
      readonly audit: Audit;
      readonly workerId: string;
      readonly sweepMs: number;
    },
  ) {}

  /**
   * Pauses the reaper for one claim lifetime. To be called after a Redis outage, so that workers can first
   * renew the claims that they could not renew during it.
   */
  holdOff(): void {
    this.#waitsUntil = performance.now() + this.tools.jobs.claimMs;
  }

  /** Checks all claims once. Rejects when Redis cannot be used. */
  async reap(): Promise<void> {
    if (performance.now() < this.#waitsUntil) return;
    const { jobs, metrics, log, audit, workerId, sweepMs } = this.tools;
    for (const [jobId, action] of await jobs.reap()) {
      metrics.jobsSettled.inc({ action });
      log.warn('settled a job whose worker died', { job_id: jobId, request_id: jobId, action });
      audit.record('job.orphaned', { request_id: jobId, action, worker_name: workerId });
    }
    for (const jobId of await jobs.sweep(sweepMs / 2)) {
      log.warn('redelivered a job whose queue entry was lost', { job_id: jobId, request_id: jobId });
    }
  }
}
