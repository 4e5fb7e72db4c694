import { setTimeout as delay } from 'node:timers/promises';
import { underLoad } from './under-load.js';

/** How long Redis refuses writes, in milliseconds. In a brief run longer than every interval of a worker. */
const refusesMs: Readonly<Record<'full' | 'brief', readonly [min: number, max: number]>> = {
  full: [500, 9000],
  brief: [6000, 6000],
};

/**
 * Redis answers but refuses writes, as it does without its replicas, and similarly with full memory or a full
 * disk.
 */
export const refusedWrites = underLoad({
  pauseMs: [500, 2000],
  disturb: async ({ bed, random, isBrief }) => {
    await bed.client.config('SET', 'min-replicas-to-write', '1');
    await delay(random.between(...(isBrief ? refusesMs.brief : refusesMs.full)));
    await bed.client.config('SET', 'min-replicas-to-write', '0');
  },
});
