import type { Audit, Jobs, Logger } from '@naas/core';
import type { Metrics } from '../metrics.js';

/**
 * Settles started jobs whose worker died, and delivers queued jobs again whose entry was lost. Every worker
 * has one; each job is settled once.
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
   * Redis is back from an outage, in which no worker could renew its claims: they get the time to do so
   * first.
   */
  holdOff(): void {
    this.#waitsUntil = performance.now() + this.tools.jobs.claimMs;
  }

  /** One look at all claims. Rejects when Redis cannot be used. */
  async reap(): Promise<void> {
    if (performance.now() < this.#waitsUntil) return;
    const { jobs, metrics, log, audit, workerId, sweepMs } = this.tools;
    for (const [jobId, action] of await jobs.reap()) {
      metrics.jobsSettled.inc({ action });
      log.warn('settled a job whose worker died', { job_id: jobId, request_id: jobId, action });
      audit.record('job.orphaned', { request_id: jobId, action, worker_name: workerId });
    }
    for (const jobId of await jobs.sweep(sweepMs / 2))
      log.warn('delivered a job again whose queue entry was lost', { job_id: jobId, request_id: jobId });
  }
}
