import type { ClaimedJob, ClaimOutcome, JobEnd, Logger } from '@naas/core';
import type { Claims } from './claims.js';
import { untilRedisAnswers } from '../upkeep/until-redis-answers.js';
import type { Metrics } from '../metrics.js';
import { runOnDevice, type RunTools } from './run-on-device.js';
import { within } from '../upkeep/within.js';

/** Dependencies of JobRunner. */
export interface JobRunnerTools extends Omit<RunTools, 'onDefect'> {
  readonly claims: Claims;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Name of this worker, for the audit. */
  readonly workerId: string;
}

type Unusable = Extract<ClaimOutcome, { readonly outcome: 'unusable' }>;

/** Takes claimed jobs to their end: runs them, stores the end, and reports it in log, metrics and audit. */
export class JobRunner {
  readonly #tools: JobRunnerTools;
  readonly #running = new Set<Promise<void>>();

  constructor(tools: JobRunnerTools) {
    this.#tools = tools;
  }

  /** Starts a job. Calls `release` when it is over. */
  begin(job: ClaimedJob, release: () => void): void {
    this.#track(this.#run(job), release);
  }

  /** Ends a claimed job that cannot be run. Calls `release` when that is done. */
  refuse({ jobId, token, identity, kind, code, message }: Unusable, release: () => void): void {
    const end: JobEnd = { status: 'failed', code, message };
    const refused = this.#finish({ jobId, token, identity }, end).then((isOurs) => {
      if (!isOurs) return;
      this.#tools.log.warn('job is unusable', {
        job_id: jobId,
        request_id: jobId,
        status: end.status,
        error_code: code,
      });
      this.#tools.metrics.jobsEnded.inc({ kind, status: end.status, error_code: code });
      this.#auditEnd(jobId, end, 0);
    });
    this.#track(refused, release);
  }

  /** Waits until all jobs are over, for `timeoutMs` at most. Resolves to whether they are. */
  idle(timeoutMs: number): Promise<boolean> {
    return within(Promise.all(this.#running), timeoutMs);
  }

  #track(work: Promise<void>, release: () => void): void {
    const tracked = work
      .catch((error: unknown) =>
        this.#tools.log.error('the end of a job could not be stored', {
          reason: error instanceof Error ? error.message : 'unknown',
        }),
      )
      .then(() => {
        this.#running.delete(tracked);
        release();
      });
    this.#running.add(tracked);
  }

  async #run(job: ClaimedJob): Promise<void> {
    const { claims, settings } = this.#tools;
    const began = performance.now();
    const run = claims.begin(job, settings.JOB_TIMEOUT * 1000);
    this.#auditStart(job);
    try {
      const { end, outputs, closed } = await runOnDevice(run, {
        ...this.#tools,
        onDefect: (error) => this.#logDefect(job, error),
      });
      if (await this.#finish(job, end, outputs)) this.#report(job, end, performance.now() - began);
      await closed;
    } finally {
      run.end();
    }
  }

  /** Stores the end, retrying until Redis answers. Resolves to whether this worker still held the claim. */
  async #finish(
    claim: Pick<ClaimedJob, 'jobId' | 'token' | 'identity'>,
    end: JobEnd,
    outputs = 0,
  ): Promise<boolean> {
    const { jobs, redisRetry, log } = this.#tools;
    const isOurs = await untilRedisAnswers(() => jobs.finish(claim, end, outputs), redisRetry);
    if (!isOurs) {
      log.warn('the end of a job was not stored: this worker no longer holds its claim', {
        job_id: claim.jobId,
        request_id: claim.jobId,
      });
    }
    return isOurs;
  }

  #report({ jobId, request, claims }: ClaimedJob, end: JobEnd, durationMs: number): void {
    const { log, metrics } = this.#tools;
    const { kind, platform, context, host, port } = request;
    const code = end.status === 'failed' ? end.code : null;
    log.info('job ended', {
      job_id: jobId,
      request_id: jobId,
      kind,
      platform,
      context,
      host,
      port,
      status: end.status,
      error_code: code,
      duration_ms: Math.round(durationMs),
      claims,
    });
    metrics.jobsEnded.inc({ kind, status: end.status, error_code: code ?? '' });
    metrics.jobDuration.observe({ kind }, durationMs / 1000);
    if (code === 'HOST_KEY_MISMATCH')
      this.#tools.audit.record('hostkey.mismatch', { context, host, port, request_id: jobId });
    this.#auditEnd(jobId, end, durationMs);
  }

  #auditStart({ jobId, request: { kind, context, host, port } }: ClaimedJob): void {
    const { audit, workerId } = this.#tools;
    audit.record('job.started', { kind, context, host, port, request_id: jobId, worker_name: workerId });
  }

  #auditEnd(jobId: string, end: JobEnd, durationMs: number): void {
    const { audit, workerId } = this.#tools;
    audit.record('job.completed', {
      request_id: jobId,
      status: end.status,
      error_code: end.status === 'failed' ? end.code : null,
      duration_ms: Math.round(durationMs),
      worker_name: workerId,
    });
  }

  /** Logs the stack alone: the message of an unexpected error may quote its input, such as a secret. */
  #logDefect({ jobId }: ClaimedJob, error: unknown): void {
    const stack =
      error instanceof Error
        ? [error.name, ...(error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))]
        : ['not an Error'];
    this.#tools.log.error('a job ended because of a defect', {
      job_id: jobId,
      request_id: jobId,
      stack: stack.join('\n'),
    });
  }
}
