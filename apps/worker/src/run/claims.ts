import { changesDevice } from '@naas/contract';
import type { ClaimedJob, ClaimState, Jobs } from '@naas/core';

/** Reasons why a run is stopped before its end. */
export type StopReason = 'cancelled' | 'claim lost' | 'timeout' | 'shutdown' | 'abandoned';

/** A job this worker is running. */
export interface Run {
  readonly job: ClaimedJob;
  /** Aborted, with a StopReason, when the run must end at once. */
  readonly signal: AbortSignal;
  /**
   * Whether the claim is still valid by this process's own clock, which also reveals a blocked event loop.
   */
  holdsClaim(): boolean;
  /** Acts on the state of the claim that Redis reported. */
  applyState(state: ClaimState): void;
  stop(reason: StopReason): void;
  /** Ends the run: its claim is no longer renewed. */
  end(): void;
}

/** How long a cancel is kept for a job whose claim is still on its way here, in milliseconds. */
const earlyCancelMs = 5000;

/**
 * The claims of this worker, renewed together after every third of their lifetime. When a claim is lost, a
 * configuration job is not stopped in the middle of a line, since `holdsClaim()` is checked before each line.
 * A read job is stopped at once, since another worker runs it again.
 */
export class Claims {
  readonly #jobs: Jobs;
  readonly #onError: (error: unknown) => void;
  readonly #runs = new Map<string, Run & { setExpiry(expiresAt: number): void }>();
  /** Ids of cancelled jobs that were not running here, with the time of the cancel. */
  readonly #earlyCancels = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #isRenewing = false;

  constructor(jobs: Jobs, onError: (error: unknown) => void) {
    this.#jobs = jobs;
    this.#onError = onError;
  }

  /** Number of running jobs. */
  get count(): number {
    return this.#runs.size;
  }

  /** Starts to renew the claims, until stop(). */
  start(): void {
    this.#timer = setInterval(() => void this.renew(), this.#jobs.claimMs / 3);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Starts the run of a claimed job, which is stopped after `timeoutMs`. */
  begin(job: ClaimedJob, timeoutMs: number): Run {
    const abort = new AbortController();
    let expiresAt = job.expiresAt;
    const stop = (reason: StopReason): void => abort.abort(reason);
    const timer = setTimeout(() => stop('timeout'), timeoutMs);
    const run = {
      job,
      signal: abort.signal,
      stop,
      holdsClaim: () => performance.now() < expiresAt,
      applyState: (state: ClaimState): void => {
        if (state === 'cancel') stop('cancelled');
        if (state !== 'lost') return;
        expiresAt = 0;
        if (!changesDevice(job.request.kind)) stop('claim lost');
      },
      setExpiry: (at: number): void => void (expiresAt = at),
      end: (): void => {
        clearTimeout(timer);
        this.#runs.delete(job.token);
      },
    };
    this.#runs.set(job.token, run);
    if (this.#earlyCancels.delete(job.jobId)) run.stop('cancelled');
    return run;
  }

  /** Stops the run of a job if it is here, or as soon as it starts here. */
  cancel(jobId: string): void {
    const runs = [...this.#runs.values()].filter(({ job }) => job.jobId === jobId);
    for (const run of runs) run.stop('cancelled');
    if (runs.length > 0) return;
    const now = performance.now();
    for (const [id, at] of this.#earlyCancels) if (now - at > earlyCancelMs) this.#earlyCancels.delete(id);
    this.#earlyCancels.set(jobId, now);
  }

  /** Stops every run. */
  stopAll(reason: StopReason): void {
    for (const run of this.#runs.values()) run.stop(reason);
  }

  /** Renews every claim once. While Redis is away, the first call waits and further calls do nothing. */
  async renew(): Promise<void> {
    if (this.#isRenewing) return;
    this.#isRenewing = true;
    try {
      const runs = [...this.#runs.values()];
      const sentAt = performance.now();
      const states = await this.#jobs.renew(runs.map(({ job }) => job));
      runs.forEach((run, index) => {
        const state = states[index] ?? 'lost';
        if (state !== 'lost') run.setExpiry(sentAt + this.#jobs.claimMs);
        run.applyState(state);
      });
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#isRenewing = false;
    }
  }
}
