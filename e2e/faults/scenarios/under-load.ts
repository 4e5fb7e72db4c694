import { setTimeout as delay } from 'node:timers/promises';
import type { CalledJob } from '../caller.js';
import { Load } from '../load.js';
import type { Stage } from '../scenario.js';

/** Devices and callers of the mixed load. */
const devices = Array.from({ length: 10 }, (_, number) => number);
const callers = 24;

/** A fault, and the range of the random pause before each round in milliseconds. */
export interface Disturbance {
  readonly pauseMs: readonly [min: number, max: number];
  readonly disturb: (stage: Stage, round: number) => Promise<void>;
}

/**
 * Creates a scenario from a fault: read and configuration jobs run all the time, and the fault occurs
 * `rounds` times at random intervals.
 */
export function underLoad({
  pauseMs,
  disturb,
}: Disturbance): (stage: Stage) => Promise<readonly CalledJob[]> {
  return async (stage) => {
    const { bed, name, seed, random, rounds, showProgress } = stage;
    const load = new Load({ bed, callers, mix: { seed, name, devices, configurations: 0.5 } });
    for (let round = 1; round <= rounds; round++) {
      await delay(random.between(...pauseMs));
      showProgress(`round ${round} of ${rounds}, ${load.ended} jobs`);
      await disturb(stage, round);
    }
    await delay(random.between(...pauseMs));
    showProgress(`${load.ended} jobs, waiting for the last ones`);
    return load.stop();
  };
}
