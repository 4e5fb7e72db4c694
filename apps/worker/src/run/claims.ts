import { changesDevice } from '@naas/contract';
import type { ClaimedJob, ClaimState, Jobs } from '@naas/core';

/** Why a run was stopped before its end. */
export type StopReason = 'cancelled' | 'claim lost' | 'timeout' | 'shutdown' | 'abandoned';

/** A job this worker is running. */
export interface Run {
  readonly job: ClaimedJob;
  /** Aborted, with a StopReason, when the run must end at once. */
  readonly signal: AbortSignal;
  /** Whether the claim holds still, on this process's own clock: a blocked event loop shows here. */
  holds(): boolean;
  /** Acts on what Redis said of the claim. */
  hear(state: ClaimState): void;
  stop(reason: StopReason): void;
  /** The run is over: its claim is not renewed any more. */
  end(): void;
}

/**
 * How long a wish to cancel is remembered for a job whose claim is answered at this moment, in milliseconds.
 */
const rememberMs = 5000;

/**
 * The claims of this worker, renewed together every third of their life. A configuration job whose claim is
 * lost is not cut off in the middle of a line: `holds()` says so before the next one. A read job is run by
 * somebody else then, and is cut off.
 */
export class Claims {
  readonly #jobs: Jobs;
  readonly #onError: (error: unknown) => void;
  readonly #runs = new Map<string, Run & { renewedAt(expiresAt: number): void }>();
  /** Jobs that were to be cancelled and were not here, with when that was. */
  readonly #missed = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #isRenewing = false;

  constructor(jobs: Jobs, onError: (error: unknown) => void) {
    this.#jobs = jobs;
    this.#onError = onError;
  }

  /** Jobs that run now. */
  get count(): number {
    return this.#runs.size;
  }

  /** Renews from now on, until stop(). */
  start(): void {
    this.#timer = setInterval(() => void this.renew(), this.#jobs.claimMs / 3);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Begins the run of a claimed job, which may take `timeoutMs`. */
  begin(job: ClaimedJob, timeoutMs: number): Run {
    const abort = new AbortController();
    let expiresAt = job.expiresAt;
    const stop = (reason: StopReason): void => abort.abort(reason);
    const timer = setTimeout(() => stop('timeout'), timeoutMs);
    const run = {
      job,
      signal: abort.signal,
      stop,
      holds: () => performance.now() < expiresAt,
      hear: (state: ClaimState): void => {
        if (state === 'cancel') stop('cancelled');
        if (state !== 'lost') return;
        expiresAt = 0;
        if (!changesDevice(job.request.kind)) stop('claim lost');
      },
      renewedAt: (until: number): void => void (expiresAt = until),
      end: (): void => {
        clearTimeout(timer);
        this.#runs.delete(job.token);
      },
    };
    this.#runs.set(job.token, run);
    if (this.#missed.delete(job.jobId)) run.stop('cancelled');
    return run;
  }

  /** Stops the run of a job, if it is here; also if it is about to begin. */
  cancel(jobId: string): void {
    const runs = [...this.#runs.values()].filter(({ job }) => job.jobId === jobId);
    for (const run of runs) run.stop('cancelled');
    if (runs.length > 0) return;
    const now = performance.now();
    for (const [id, at] of this.#missed) if (now - at > rememberMs) this.#missed.delete(id);
    this.#missed.set(jobId, now);
  }

  /** Stops every run. */
  stopAll(reason: StopReason): void {
    for (const run of this.#runs.values()) run.stop(reason);
  }

  /** Renews every claim once. While Redis is away the first attempt waits, and no other is made. */
  async renew(): Promise<void> {
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    try {
      const runs = [...this.#runs.values()];
      const askedAt = performance.now();
      const states = await this.#jobs.renew(runs.map(({ job }) => job));
      runs.forEach((run, index) => {
        const state = states[index] ?? 'lost';
        if (state !== 'lost') run.renewedAt(askedAt + this.#jobs.claimMs);
        run.hear(state);
      });
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#isRenewing = false;
    }
  }
}
