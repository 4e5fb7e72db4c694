import { underLoad } from './under-load.js';

/** A worker is killed with SIGKILL, and a new one replaces it. */
export const kill = underLoad({
  pauseMs: [200, 1500],
  disturb: async ({ bed, random }) => {
    const doomed = random.pick(bed.workers);
    doomed.signal('SIGKILL');
    await doomed.ended;
    await bed.startWorker();
  },
});
