import { setTimeout as pause } from 'node:timers/promises';
import {
  isRedisUnavailable,
  Trouble,
  type Jobs,
  type Logger,
  type Replicas,
  type Submitter,
} from '@naas/core';
import { ApiError } from '../http/api-error.js';

/** What a ConfirmedSubmits works with. */
export interface ConfirmationTools {
  readonly replicas: Replicas;
  /** On the connection of `replicas`, so that all answers are the same master's. */
  readonly asked: Jobs;
  /** On the connection that submits. */
  readonly jobs: Jobs;
  readonly log: Logger;
}

/** A submission that Redis has accepted. */
export interface Submitted {
  readonly submitter: Submitter;
  /** The job's or the batch's. */
  readonly id: string;
  readonly jobIds: readonly string[];
  /** Whether it was made by this very request; an earlier one has been promised already. */
  readonly isNew: boolean;
}

/** How long a caller waits for the replicas, in milliseconds. */
const confirmMs = 1500;

/**
 * Sees to it that no failover of Redis forgets a job that its caller was promised: it is on all replicas
 * before the answer is given. Without replicas nothing is asked.
 */
export class ConfirmedSubmits {
  readonly #tools: ConfirmationTools;
  readonly #trouble: Trouble;
  #count = 0;

  constructor(tools: ConfirmationTools) {
    const { log } = tools;
    this.#tools = tools;
    this.#trouble = new Trouble({
      onBegin: () =>
        log.warn('A replica of Redis does not confirm what is written; jobs are refused until all do'),
      onEnd: () => log.info('Jobs are safe with Redis again'),
    });
  }

  /** Looks how many replicas there are; to be called every few seconds. A line where that has changed. */
  look(): void {
    const tell = (count: number): void => {
      if (count !== this.#count) this.#tools.log.info('replicas of Redis', { count });
      this.#count = count;
    };
    // it fails while Redis is away, which requests are told of
    this.#tools.replicas.look().then(tell, () => undefined);
  }

  /**
   * Resolves when a submission will be remembered.
   * @throws ApiError BACKEND_UNAVAILABLE when that is not sure; the submission is taken back where it was
   * new.
   */
  async demand(submitted: Submitted): Promise<void> {
    if (!this.#tools.replicas.areThere) return;
    const isSure = await this.#isSure(submitted);
    this.#trouble.set(!isSure);
    if (isSure) return;
    if (
      submitted.isNew &&
      !(await this.#tools.jobs.withdraw(submitted.submitter, submitted.id, submitted.jobIds))
    )
      return; // begun already: it is known where it counts
    throw new ApiError(
      'BACKEND_UNAVAILABLE',
      'The replicas of Redis did not confirm in time that the job is stored, so it was not accepted; try ' +
        'again shortly.',
      { headers: { 'Retry-After': '1' } },
    );
  }

  async #isSure(submitted: Submitted): Promise<boolean> {
    const over = new AbortController();
    try {
      return await Promise.race([this.#ask(submitted), pause(confirmMs, false, over)]);
    } catch (error) {
      if (isRedisUnavailable(error)) return false;
      throw error;
    } finally {
      over.abort();
    }
  }

  async #ask({ jobIds }: Submitted): Promise<boolean> {
    const { replicas, asked } = this.#tools;
    if ((await replicas.confirm()) === 'unconfirmed') return false;
    // There may have been a failover since the submit: then it is the new master's word that counts.
    const known = await Promise.all(jobIds.map((jobId) => asked.peek(jobId)));
    return known.every((job) => job !== null);
  }
}
