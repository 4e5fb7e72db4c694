import { Trouble, type Jobs, type Logger, type Replicas } from '@naas/core';
import type { Run } from './claims.js';
import { untilRedisAnswers, type RedisRetry } from '../upkeep/until-redis-answers.js';
import { JobFailure } from './job-failure.js';

/** Dependencies of ConfirmedClaims. */
export interface ConfirmationTools {
  readonly replicas: Replicas;
  /** Uses the same connection as `replicas`, so that both replies come from the same master. */
  readonly jobs: Jobs;
  readonly log: Logger;
  readonly redisRetry: RedisRetry;
}

/**
 * Makes sure that a Redis failover cannot lose the claim of a configuration job. Without the claim, the job
 * would still be queued on the new master and be pushed a second time.
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
          'A connected Redis replica does not confirm writes; configuration jobs fail until every replica does',
        ),
      onEnd: () => log.info('The Redis replicas confirm the claims of configuration jobs again'),
    });
  }

  /**
   * Resolves once every replica, if there are any, has the claim and Redis still knows it. Rejects with
   * JobFailure CLAIM_UNCONFIRMED or WORKER_LOST.
   */
  readonly confirm = async (run: Run): Promise<void> => {
    const { replicas, jobs, redisRetry } = this.#tools;
    const confirmation = await untilRedisAnswers(() => replicas.confirm(), redisRetry);
    this.#trouble.set(confirmation === 'unconfirmed');
    if (confirmation === 'unconfirmed') {
      throw new JobFailure(
        'CLAIM_UNCONFIRMED',
        "The Redis replicas did not confirm this worker's claim on the job in time, so a failover could have " +
          'caused it to be sent twice; nothing was sent to the device. Submit it again',
      );
    }
    // There may have been a failover since the claim. In that case the new master decides.
    const [state = 'lost'] = await untilRedisAnswers(() => jobs.renew([run.job]), redisRetry);
    run.applyState(state);
    if (state === 'lost') {
      throw new JobFailure(
        'WORKER_LOST',
        'This worker lost its claim on the job before anything was sent to the device',
      );
    }
  };
}
