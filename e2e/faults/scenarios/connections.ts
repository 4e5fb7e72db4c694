import { underLoad } from './under-load.js';

/** Redis cuts all connections of one type. */
export const connections = underLoad({
  pauseMs: [50, 700],
  disturb: async ({ bed, random }) => {
    await bed.client.client('KILL', 'TYPE', random.pick(['normal', 'pubsub'] as const));
  },
});
