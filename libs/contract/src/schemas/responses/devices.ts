import { closed, count, momentOrNull } from './fields.js';

const device = {
  context: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'integer', minimum: 1, maximum: 65_535 },
} as const;

/** The circuit breaker of a device. */
export const circuitSchema = {
  ...closed({
    ...device,
    state: {
      enum: ['closed', 'open', 'half_open'],
      description: 'closed: jobs run; open: jobs fail at once; half_open: one job may probe the device.',
    },
    failures: { ...count, description: 'Failures in a row.' },
    opened_at: momentOrNull,
    retry_at: momentOrNull,
  }),
  $id: 'Circuit',
} as const;

/** The circuit breakers of some contexts. */
export const circuitListSchema = {
  ...closed({ circuits: { type: 'array', items: { $ref: '#/components/schemas/Circuit' } } }),
  $id: 'CircuitList',
} as const;

/** A pinned SSH host key. */
export const hostKeySchema = {
  ...closed({ ...device, fingerprint: { type: 'string', pattern: '^SHA256:' } }),
  $id: 'HostKey',
} as const;

/** The pinned host keys of some contexts. */
export const hostKeyListSchema = {
  ...closed({ host_keys: { type: 'array', items: { $ref: '#/components/schemas/HostKey' } } }),
  $id: 'HostKeyList',
} as const;
