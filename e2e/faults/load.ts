import type { Bed } from './bed/bed.js';
import { Caller, type CalledJob } from './caller.js';
import { planJob, type JobPlan, type Mix } from './job-plan.js';

/** Time after the end of a load in which every accepted job must end, in milliseconds. */
export const settleMs = 30_000;

/** Options of a load, which runs until it is stopped or has submitted `maxJobs` jobs. */
export interface LoadOptions {
  readonly bed: Bed;
  readonly mix: Mix;
  /** Number of callers, and so the maximum number of jobs in flight. */
  readonly callers: number;
  /** Default: no limit. */
  readonly maxJobs?: number;
}

/** Callers that each submit a job, wait for its end, and submit the next one. */
export class Load {
  readonly #jobs: CalledJob[] = [];
  readonly #running: Promise<unknown>;
  #planned = 0;
  #stoppedAt = Infinity;
  readonly #options: LoadOptions;
  readonly #caller: Caller;

  /** Starts at once. */
  constructor(options: LoadOptions) {
    this.#options = options;
    this.#caller = new Caller(options.bed);
    this.#running = Promise.all(Array.from({ length: options.callers }, () => this.#submitOneByOne()));
    // done() reports the error.
    this.#running.catch(() => (this.#stoppedAt = performance.now()));
  }

  /** Number of jobs that have ended so far. */
  get ended(): number {
    return this.#jobs.length;
  }

  /** Resolves to all jobs once `maxJobs` jobs have been submitted and have ended. */
  async done(): Promise<readonly CalledJob[]> {
    await this.#running;
    return this.#jobs;
  }

  /** Submits no more jobs. Resolves to all jobs once they have ended, or after `settleMs`. */
  async stop(): Promise<readonly CalledJob[]> {
    this.#stoppedAt = performance.now();
    return this.done();
  }

  async #submitOneByOne(): Promise<void> {
    const isLate = (): boolean => performance.now() > this.#stoppedAt + settleMs;
    const { bed, mix, maxJobs = Infinity } = this.#options;
    while (this.#stoppedAt === Infinity && this.#planned < maxJobs) {
      const plan: JobPlan = planJob(bed, mix, ++this.#planned);
      const id = await this.#caller.submit(plan, isLate);
      const result = id === null ? null : await this.#caller.ended(id, isLate);
      this.#jobs.push({ plan, id, result });
    }
  }
}
