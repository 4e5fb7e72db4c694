import { underLoad } from './under-load.js';

/** The sentinels promote the replica, on command or because the master was killed. */
export const failover = underLoad({
  pauseMs: [2000, 14_000],
  disturb: async ({ bed: { store }, random }) => {
    if (random.next() < 0.5) return store.failover();
    const master = await store.master();
    await master.kill();
    await store.untilReplaced(master);
    await store.restart(master);
  },
});
