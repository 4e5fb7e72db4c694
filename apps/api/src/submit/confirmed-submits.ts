import { setTimeout as pause } from 'node:timers/promises';
import { isRedisUnavailable, Trouble, type Jobs, type Logger, type Replicas } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { requireWithdrawal, type Attempt } from './known-outcome.js';
import type { WithdrawalTools } from './withdraw-in-time.js';

/** Dependencies of ConfirmedSubmits. */
export interface ConfirmationTools {
  readonly replicas: Replicas;
  /** Uses the connection of `replicas`, so that all replies come from the same master. */
  readonly replicaJobs: Jobs;
  readonly withdrawals: WithdrawalTools;
  readonly log: Logger;
}

/** A submission that Redis has accepted. */
export interface Submitted {
  readonly jobIds: readonly string[];
  readonly attempt: Attempt;
  /** Whether this request created it. If not, an earlier request has already confirmed it to the caller. */
  readonly isNew: boolean;
}

/** Maximum time to wait for the replicas, in milliseconds. */
const confirmTimeoutMs = 1500;

/**
 * Makes sure that no accepted job is lost in a failover of Redis: all replicas must have it before the caller
 * gets a response. Does nothing if Redis has no replicas.
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
        log.warn('A replica of Redis does not confirm writes; jobs are refused until all replicas do'),
      onEnd: () => log.info('All replicas of Redis confirm writes again'),
    });
  }

  /** Counts the replicas and logs a changed number. To be called every few seconds. */
  countReplicas(): void {
    const logChange = (count: number): void => {
      if (count !== this.#count) this.#tools.log.info('replicas of Redis', { count });
      this.#count = count;
    };
    // Fails while Redis is away; no need to log that here, since the main connection does.
    this.#tools.replicas.refresh().then(logChange, () => undefined);
  }

  /**
   * Resolves once all replicas have a submission, or if there are no replicas.
   * @throws ApiError BACKEND_UNAVAILABLE when they do not confirm it in time, or OUTCOME_UNKNOWN when it
   * cannot be withdrawn then. A submission of which a job has started stands, and this resolves.
   */
  async requireConfirmation(submitted: Submitted): Promise<void> {
    if (!this.#tools.replicas.areExpected) return;
    const isConfirmed = await this.#isConfirmed(submitted);
    this.#trouble.set(!isConfirmed);
    if (isConfirmed) return;
    // A started job cannot be withdrawn, but then its worker has it.
    if (submitted.isNew && !(await requireWithdrawal(this.#tools.withdrawals, submitted.attempt))) return;
    throw new ApiError(
      'BACKEND_UNAVAILABLE',
      'The job was not accepted, because the replicas of Redis did not confirm in time that it is stored; try ' +
        'again shortly.',
      { headers: { 'Retry-After': '1' } },
    );
  }

  async #isConfirmed(submitted: Submitted): Promise<boolean> {
    const timeout = new AbortController();
    try {
      return await Promise.race([this.#confirm(submitted), pause(confirmTimeoutMs, false, timeout)]);
    } catch (error) {
      if (isRedisUnavailable(error)) return false;
      throw error;
    } finally {
      timeout.abort();
    }
  }

  async #confirm({ jobIds }: Submitted): Promise<boolean> {
    const { replicas, replicaJobs } = this.#tools;
    if ((await replicas.confirm()) === 'unconfirmed') return false;
    // After a failover since the submit, the new master may not have the jobs although its replicas confirm.
    const found = await Promise.all(jobIds.map((jobId) => replicaJobs.peek(jobId)));
    return found.every((job) => job !== null);
  }
}
