import { setMaxListeners } from 'node:events';
import type { ClaimOutcome, Jobs, Redis } from '@naas/core';
import { takeDeliveries, type Delivery } from '@naas/core/delivery';
import type { DeviceLoad } from './device-load.js';
import { insist, type Insistence } from '../upkeep/insist.js';
import type { JobRunner } from '../run/job-runner.js';
import type { Metrics } from '../metrics.js';
import type { Slots } from './slots.js';

/** How long an entry waits here for a slot before another worker may have it, in milliseconds. */
const slotWaitMs = 250;

/** What an Intake works with. */
export interface IntakeTools {
  readonly redis: Redis;
  readonly jobs: Jobs;
  readonly workerId: string;
  /** The slots of the whole worker, over all its contexts. */
  readonly slots: Slots;
  /** The jobs on each device, over all contexts. */
  readonly load: DeviceLoad;
  readonly runner: JobRunner;
  readonly metrics: Metrics;
  readonly onError: (error: unknown) => void;
}

/**
 * Takes queue entries of some contexts while there is a slot for them: entry -> slot -> claim -> run.
 *
 * Each context has one entry in hand at a time. Its handler ends when the job has been begun *and* a slot is
 * free for the next entry; bee-queue takes none before. So a worker without a slot takes nothing. An entry
 * that it took all the same, since another context had the last slot first, waits a moment in line with those
 * of the others and goes back: a worker with a free slot then has it at once. Once claimed, a job is kept
 * alive by its claim, not by its entry.
 */
export class Intake {
  readonly #tools: IntakeTools;
  readonly #stopping = new AbortController();
  readonly #deliveries: Delivery[] = [];

  constructor(tools: IntakeTools) {
    this.#tools = tools;
    setMaxListeners(0, this.#stopping.signal); // one for each context that waits for a slot
  }

  /** Begins to take entries of a context; tries until Redis lets it. */
  async open(context: string): Promise<void> {
    const { redis, onError } = this.#tools;
    const delivery = await insist(
      () => takeDeliveries(redis, { context, concurrency: 1, handler: this.#handle, onError }),
      this.#insistence,
    );
    this.#deliveries.push(delivery);
    if (this.#stopping.signal.aborted) await this.close(1000);
  }

  /**
   * Takes nothing new; gives back what is on its way here or waits for a slot. Resolves when that is done, or
   * after about `timeoutMs`.
   */
  async close(timeoutMs: number): Promise<void> {
    this.#stopping.abort();
    await Promise.all(
      this.#deliveries.map((delivery) => delivery.close(timeoutMs).catch(this.#tools.onError)),
    ); // rejects when it took too long
  }

  get #insistence(): Insistence {
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
    if (await insist(() => jobs.giveBack(entryId), this.#insistence))
      metrics.deliveriesRefused.inc({ reason: 'no_slot' });
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
    } else if (claim.outcome === 'unusable') runner.refuse(claim, release);
    else {
      metrics.deliveriesRefused.inc({ reason: claim.reason });
      if (claim.busy) load.noteDeferred(claim.busy);
      release();
    }
  }

  async #claim(entryId: string, release: () => void): Promise<ClaimOutcome> {
    const { jobs, workerId, load } = this.#tools;
    try {
      return await insist(() => jobs.claim(entryId, workerId, load.busy), this.#insistence);
    } catch (error) {
      release();
      throw error;
    }
  }
}
