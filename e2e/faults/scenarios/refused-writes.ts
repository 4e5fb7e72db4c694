import { setTimeout as delay } from 'node:timers/promises';
import { underLoad } from './under-load.js';

/**
 * How long Redis takes no writes, in milliseconds: for longer than anything that a worker does now and then.
 */
const refusesMs: Readonly<Record<'full' | 'brief', readonly [least: number, most: number]>> = {
  full: [500, 9000],
  brief: [6000, 6000],
};

/**
 * Redis answers, and takes no writes: as without its replicas, and much as with a full disk or a full memory.
 */
export const refusedWrites = underLoad({
  pauseMs: [500, 2000],
  disturb: async ({ bed, random, isBrief }) => {
    await bed.client.config('SET', 'min-replicas-to-write', '1');
    await delay(random.between(...(isBrief ? refusesMs.brief : refusesMs.full)));
    await bed.client.config('SET', 'min-replicas-to-write', '0');
  },
});
