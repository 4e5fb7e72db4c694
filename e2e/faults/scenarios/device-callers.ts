import { setTimeout as delay } from 'node:timers/promises';
import { Caller, type CalledJob } from '../caller.js';
import { planJob } from '../job-plan.js';
import type { Stage } from '../scenario.js';

/**
 * Pause of a caller between two jobs, in milliseconds, so that the devices are the limit and not this
 * machine.
 */
const thinkMs = 250;

const defaultConnTimeoutS = 30;

/** Callers that each run one read job after another on a device of their own. */
export class DeviceCallers {
  /** All jobs that have ended so far. */
  readonly jobs: CalledJob[] = [];
  /** `conn_timeout` by device, in seconds. Default: 30. */
  readonly connTimeoutsS = new Map<number, number>();
  readonly #stage: Stage;
  readonly #caller: Caller;
  #planned = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#caller = new Caller(stage.bed);
  }

  /**
   * Runs callers of the counted devices, and others beside them, for `forMs` milliseconds and at least one
   * job each. Resolves to the finished jobs per second of the counted devices.
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

  /** Runs one read job on a device. */
  async run(device: number): Promise<CalledJob> {
    const { bed, name, seed } = this.#stage;
    const { body, ...rest } = planJob(
      bed,
      { seed, name, devices: [device], configurations: 0 },
      ++this.#planned,
    );
    const plan = {
      ...rest,
      body: { ...body, conn_timeout: this.connTimeoutsS.get(device) ?? defaultConnTimeoutS },
    };
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
