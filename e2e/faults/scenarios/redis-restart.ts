import { setTimeout as delay } from 'node:timers/promises';
import { underLoad } from './under-load.js';

/** How long Redis is away, in milliseconds. In a full run sometimes longer than claims last. */
const awayMs: Readonly<Record<'full' | 'brief', readonly [min: number, max: number]>> = {
  full: [50, 5000],
  brief: [50, 800],
};

/** Redis is killed with SIGKILL, and restarts with every acknowledged write. */
export const redisRestart = underLoad({
  pauseMs: [500, 2000],
  disturb: async ({ bed, random, isBrief }) => {
    const redis = await bed.store.master();
    await redis.kill();
    await delay(random.between(...(isBrief ? awayMs.brief : awayMs.full)));
    await bed.store.restart(redis);
  },
});
