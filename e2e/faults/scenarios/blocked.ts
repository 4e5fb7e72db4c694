import { setTimeout as delay } from 'node:timers/promises';
import { staleSeconds } from '../bed/bed.js';
import { underLoad } from './under-load.js';

/** How long a worker is blocked, in milliseconds: longer than its claims last. */
const blockMs = { full: 10_000, brief: (staleSeconds + 1) * 1000 } as const;

/**
 * A worker is suspended, as if its event loop were blocked, until its claims have expired, and then
 * continues. Sometimes all workers are suspended at once.
 */
export const blocked = underLoad({
  pauseMs: [200, 2000],
  disturb: async ({ bed, random, isBrief }) => {
    const suspended = random.next() < 0.25 ? bed.workers : [random.pick(bed.workers)];
    for (const worker of suspended) worker.signal('SIGSTOP');
    await delay(isBrief ? blockMs.brief : blockMs.full);
    for (const worker of suspended) worker.signal('SIGCONT');
  },
});
