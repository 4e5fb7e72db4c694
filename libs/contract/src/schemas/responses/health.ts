import { closed, count } from './fields.js';

const status = { enum: ['healthy', 'unavailable', 'no_workers'] } as const;
const known = {
  ...count,
  type: ['integer', 'null'],
  description: 'Null while Redis cannot be reached.',
} as const;

/** Answer of `/healthcheck`. */
export const healthSchema = {
  ...closed({
    status: { enum: ['healthy', 'degraded', 'no_workers'] },
    version: { type: 'string' },
    uptime_seconds: count,
    components: closed({
      redis: closed({ status }),
      queue: closed({ status, depth: known }),
      workers: closed({ status, count: known, active_jobs: known }),
      failed_jobs: known,
    }),
  }),
  $id: 'Health',
} as const;
