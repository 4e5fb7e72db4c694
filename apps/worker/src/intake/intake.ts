import { setMaxListeners } from 'node:events';
import type { ClaimFacts, ClaimOutcome, Jobs, Redis } from '@naas/core';
import { takeDeliveries, type Delivery } from '@naas/core/delivery';
import { resolveDevice, type Resolve } from '../device/resolve-device.js';
import type { DeviceLoad } from './device-load.js';
import { untilRedisAnswers, type RedisRetry } from '../upkeep/until-redis-answers.js';
import type { JobRunner } from '../run/job-runner.js';
import type { Metrics } from '../metrics.js';
import type { Slots } from './slots.js';

/** How long an entry waits here for a slot before it returns to the queue, in milliseconds. */
const slotWaitMs = 250;

/** Dependencies of Intake. */
export interface IntakeTools {
  readonly redis: Redis;
  readonly jobs: Jobs;
  readonly workerId: string;
  /** The slots of the whole worker, over all its contexts. */
  readonly slots: Slots;
  /** The jobs on each device, over all contexts. */
  readonly load: DeviceLoad;
  readonly runner: JobRunner;
  readonly resolve: Resolve;
  readonly metrics: Metrics;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes queue entries of the opened contexts while the worker has a free slot: entry -> slot -> claim -> run.
 *
 * Each context handles one entry at a time. Its handler ends when the job has started *and* a slot is free
 * for the next entry; bee-queue takes no further entry before that. So a worker without a free slot takes
 * nothing. When another context took the last slot first, an entry waits for `slotWaitMs` and then returns to
 * the queue, where a worker with a free slot gets it at once. After the claim, a job depends on its claim,
 * not on its entry.
 */
export class Intake {
  readonly #tools: IntakeTools;
  readonly #stopping = new AbortController();
  readonly #deliveries: Delivery[] = [];

  constructor(tools: IntakeTools) {
    this.#tools = tools;
    // One listener for each context that waits for a slot.
    setMaxListeners(0, this.#stopping.signal);
  }

  /** Starts to take the entries of a context. Retries until Redis answers. */
  async open(context: string): Promise<void> {
    const { redis, onError } = this.#tools;
    const delivery = await untilRedisAnswers(
      () => takeDeliveries(redis, { context, concurrency: 1, handler: this.#handle, onError }),
      this.#redisRetry,
    );
    this.#deliveries.push(delivery);
    if (this.#stopping.signal.aborted) await this.close(1000);
  }

  /**
   * Takes no new entries, and returns those that are being delivered or wait for a slot. Resolves when that
   * is done, or after about `timeoutMs`.
   */
  async close(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    // close() rejects when it took too long.
    await Promise.all(
      this.#deliveries.map((delivery) => delivery.close(timeoutMs).catch(this.#tools.onError)),
    );
  }

  get #redisRetry(): RedisRetry {
    return { signal: this.#stopping.signal, onError: this.#tools.onError };
  }

  readonly #handle = async (entryId: string): Promise<void> => {
    const { slots } = this.#tools;
    const { signal } = this.#stopping;
    try {
      const release = await slots.take({ waitMs: slotWaitMs, signal });
      if (release) await this.#begin(entryId, release);
      else await this.#giveBack(entryId);
    } catch (error) {
      this.#tools.onError(error);
    }
    await slots.whenFree(signal);
  };

  async #giveBack(entryId: string): Promise<void> {
    const { jobs, metrics } = this.#tools;
    if (await untilRedisAnswers(() => jobs.giveBack(entryId), this.#redisRetry)) {
      metrics.deliveriesRefused.inc({ reason: 'no_slot' });
    }
  }

  async #begin(entryId: string, release: () => void): Promise<void> {
    const { runner, metrics, load } = this.#tools;
    const claim = await this.#claim(entryId, release);
    if (claim.outcome === 'run') {
      const end = load.begin(claim.job.request);
      runner.begin(claim.job, () => {
        end();
        release();
      });
    } else if (claim.outcome === 'unusable') {
      runner.refuse(claim, release);
    } else if (claim.outcome === 'nothing') {
      metrics.deliveriesRefused.inc({ reason: claim.reason });
      if (claim.busy) load.noteDeferred(claim.busy);
      release();
    }
  }

  async #claim(entryId: string, release: () => void): Promise<ClaimOutcome> {
    const { jobs, workerId, load, resolve } = this.#tools;
    const claim = (resolved?: ClaimFacts['resolved']): Promise<ClaimOutcome> => {
      const facts = { busy: load.busy, ...(resolved ? { resolved } : {}) };
      return untilRedisAnswers(() => jobs.claim(entryId, workerId, facts), this.#redisRetry);
    };
    try {
      const outcome = await claim();
      if (outcome.outcome !== 'unresolved') return outcome;
      // Two names of one address must not be configured at once, and only a worker can resolve them.
      const { device } = outcome;
      return await claim({ device, at: await resolveDevice(device, resolve) });
    } catch (error) {
      release();
      throw error;
    }
  }
}
