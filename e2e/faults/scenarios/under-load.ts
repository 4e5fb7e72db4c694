import { setTimeout as delay } from 'node:timers/promises';
import type { CalledJob } from '../caller.js';
import { Load } from '../load.js';
import type { Stage } from '../scenario.js';

/** Devices and callers of the mixed load. */
const devices = Array.from({ length: 10 }, (_, number) => number);
const callers = 24;

/** A fault, and how long to wait before each in milliseconds. */
export interface Disturbance {
  readonly pauseMs: readonly [least: number, most: number];
  readonly disturb: (stage: Stage, round: number) => Promise<void>;
}

/**
 * Makes a scenario of a fault: show and configuration jobs run all the time, and the fault comes `rounds`
 * times at random.
 */
export function underLoad({
  pauseMs,
  disturb,
}: Disturbance): (stage: Stage) => Promise<readonly CalledJob[]> {
  return async (stage) => {
    const { bed, name, seed, random, rounds, tell } = stage;
    const load = new Load({ bed, callers, mix: { seed, name, devices, configurations: 0.5 } });
    for (let round = 1; round <= rounds; round++) {
      await delay(random.between(...pauseMs));
      tell(`round ${round} of ${rounds}, ${load.ended} jobs`);
      await disturb(stage, round);
    }
    await delay(random.between(...pauseMs));
    tell(`${load.ended} jobs, waiting for the last ones`);
    return load.stop();
  };
}
