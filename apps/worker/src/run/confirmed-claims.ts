import { Trouble, type Jobs, type Logger, type Replicas } from '@naas/core';
import type { Run } from './claims.js';
import { insist, type Insistence } from '../upkeep/insist.js';
import { JobFailure } from './job-failure.js';

/** What a ConfirmedClaims works with. */
export interface ConfirmationTools {
  readonly replicas: Replicas;
  /** On the same connection, so that both answers are the same master's. */
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly insistence: Insistence;
}

/**
 * Sees to it that no failover of Redis forgets the claim of a configuration job: in the new master it would
 * be queued still, and be pushed a second time.
 */
export class ConfirmedClaims {
  readonly #tools: ConfirmationTools;
  readonly #trouble: Trouble;

  constructor(tools: ConfirmationTools) {
    const { log } = tools;
    this.#tools = tools;
    this.#trouble = new Trouble({
      onBegin: () =>
        log.warn(
          'A replica of Redis is connected and does not confirm what is written; configuration jobs fail until ' +
            'all do',
        ),
      onEnd: () => log.info('Claims of configuration jobs are safe with Redis again'),
    });
  }

  /**
   * Resolves when the claim is on all replicas, or there is none, and Redis knows the claim still.
   * Rejects with JobFailure CLAIM_UNCONFIRMED or WORKER_LOST.
   */
  readonly demand = async (run: Run): Promise<void> => {
    const { replicas, jobs, insistence } = this.#tools;
    const confirmation = await insist(() => replicas.confirm(), insistence);
    this.#trouble.set(confirmation === 'unconfirmed');
    if (confirmation === 'unconfirmed') {
      throw new JobFailure(
        'CLAIM_UNCONFIRMED',
        'The replicas of Redis did not confirm in time that the job is taken, so that it could have been ' +
          'sent twice after a failover; nothing was sent to the device. Submit it again',
      );
    }
    // There may have been a failover since the claim: then it is the new master's word that counts.
    const [state = 'lost'] = await insist(() => jobs.renew([run.job]), insistence);
    run.hear(state);
    if (state === 'lost')
      throw new JobFailure(
        'WORKER_LOST',
        'This worker lost its claim on the job before anything was sent to the device',
      );
  };
}
