import { setTimeout as delay } from 'node:timers/promises';
import { Caller, type CalledJob } from '../caller.js';
import { planJob } from '../job-plan.js';
import type { Stage } from '../scenario.js';

/**
 * How long a caller waits between two jobs, in milliseconds: devices are to be the limit, not this machine.
 */
const thinkMs = 250;

const patienceS = 30;

/** Callers that have a device each, and ask it for one show command after another. */
export class DeviceCallers {
  /** All jobs that have ended so far. */
  readonly jobs: CalledJob[] = [];
  /** Seconds within which a device must be logged in to, where it is not 30. */
  readonly connTimeoutsS = new Map<number, number>();
  readonly #stage: Stage;
  readonly #caller: Caller;
  #planned = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#caller = new Caller(stage.bed);
  }

  /**
   * Lets callers of all these devices, and beside them those of others, work for a while, one job each at
   * least; finished jobs a second of the former.
   */
  async rate(counted: readonly number[], beside: readonly number[], forMs: number): Promise<number> {
    const began = performance.now();
    const counts = await Promise.all([
      ...counted.map((device) => this.#callOneByOne(device, began + forMs)),
      ...beside.map((device) => this.#callOneByOne(device, began + forMs)),
    ]);
    const finished = counts.slice(0, counted.length).reduce((sum, count) => sum + count, 0);
    return finished / (forMs / 1000);
  }

  /** Runs one show job on a device. */
  async run(device: number): Promise<CalledJob> {
    const { bed, name, seed } = this.#stage;
    const { body, ...rest } = planJob(
      bed,
      { seed, name, devices: [device], configurations: 0 },
      ++this.#planned,
    );
    const plan = { ...rest, body: { ...body, conn_timeout: this.connTimeoutsS.get(device) ?? patienceS } };
    const result = await this.#caller.run(plan);
    const job = { plan, id: result.job_id, result };
    this.jobs.push(job);
    return job;
  }

  async #callOneByOne(device: number, until: number): Promise<number> {
    let inTime = 0;
    do {
      const { result } = await this.run(device);
      if (result?.status === 'finished' && performance.now() < until) inTime += 1;
      await delay(thinkMs);
    } while (performance.now() < until);
    return inTime;
  }
}
