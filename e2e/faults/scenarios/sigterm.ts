import { stopWorker } from '../stop-worker.js';
import { underLoad } from './under-load.js';

/** A worker is asked to stop while another one takes its place; that must cost no job. */
export const sigterm = underLoad({
  pauseMs: [100, 700],
  disturb: async ({ bed, random, miss }) => {
    const [wrong] = await Promise.all([stopWorker(random.pick(bed.workers)), bed.startWorker()]);
    wrong.forEach(miss);
  },
});
