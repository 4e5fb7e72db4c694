import { stopWorker } from '../stop-worker.js';
import { underLoad } from './under-load.js';

/** A worker is stopped while another one replaces it. No job may fail. */
export const sigterm = underLoad({
  pauseMs: [100, 700],
  disturb: async ({ bed, random, recordMiss }) => {
    const [faults] = await Promise.all([stopWorker(random.pick(bed.workers)), bed.startWorker()]);
    faults.forEach(recordMiss);
  },
});
