import type { Bed } from './bed/bed.js';
import { Caller, type CalledJob } from './caller.js';
import { planJob, type JobPlan, type Mix } from './job-plan.js';

/** How long after the end of a load every accepted job must have ended, in milliseconds. */
export const settleMs = 30_000;

/** A load that runs until it is stopped or has submitted `most` jobs. */
export interface LoadOptions {
  readonly bed: Bed;
  readonly mix: Mix;
  /** Jobs in flight at most. */
  readonly callers: number;
  readonly most?: number;
}

/** Callers, each of which submits a job, waits for its end, and submits the next one. */
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
    this.#running.catch(() => (this.#stoppedAt = performance.now())); // told by done()
  }

  /** Jobs that have ended so far. */
  get ended(): number {
    return this.#jobs.length;
  }

  /** Resolves when `most` jobs have been submitted and have ended. */
  async done(): Promise<readonly CalledJob[]> {
    await this.#running;
    return this.#jobs;
  }

  /** Submits nothing new, and resolves to all jobs once they have ended, or the time for that is over. */
  async stop(): Promise<readonly CalledJob[]> {
    this.#stoppedAt = performance.now();
    return this.done();
  }

  async #submitOneByOne(): Promise<void> {
    const isLate = (): boolean => performance.now() > this.#stoppedAt + settleMs;
    const { bed, mix, most = Infinity } = this.#options;
    while (this.#stoppedAt === Infinity && this.#planned < most) {
      const plan: JobPlan = planJob(bed, mix, ++this.#planned);
      const id = await this.#caller.submit(plan, isLate);
      const result = id === null ? null : await this.#caller.ended(id, isLate);
      this.#jobs.push({ plan, id, result });
    }
  }
}
