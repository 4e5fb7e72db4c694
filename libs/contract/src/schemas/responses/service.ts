import { closed, count, moment } from './fields.js';

const name = { type: 'string' } as const;

/** The contexts that a caller may use. */
export const contextListSchema = {
  ...closed({
    contexts: {
      type: 'array',
      items: closed({
        name,
        workers: { ...count, description: 'Live workers that serve the context.' },
        queue_depth: { ...count, description: 'Waiting jobs.' },
      }),
    },
  }),
  $id: 'ContextList',
} as const;

const can = { type: 'boolean' } as const;

/** The platforms. */
export const platformListSchema = {
  ...closed({
    platforms: {
      type: 'array',
      items: closed({
        name,
        family: { type: 'string' },
        capabilities: closed({ config: can, save: can, commit: can, structured: can }),
      }),
    },
  }),
  $id: 'PlatformList',
} as const;

const worker = closed({
  id: {
    type: 'string',
    description: "For admins with the worker's host name and process id, for others without.",
  },
  contexts: { type: 'array', items: name },
  active_jobs: count,
  session_counts: {
    type: 'object',
    additionalProperties: count,
    description: 'Connections kept open, by context.',
  },
  version: { type: 'string' },
  started_at: moment,
  uptime_seconds: count,
});

/** The live workers. */
export const workerListSchema = {
  ...closed({
    workers: {
      type: 'array',
      items: {
        ...worker,
        properties: {
          ...worker.properties,
          sessions: {
            type: 'object',
            additionalProperties: count,
            description: 'Connections kept open, by device; only for admins.',
          },
        },
      },
    },
  }),
  $id: 'WorkerList',
} as const;

/** Answer of `/livez`. */
export const aliveSchema = { ...closed({ status: { const: 'alive' } }), $id: 'Alive' } as const;

/** Answer of `/readyz`. */
export const readySchema = { ...closed({ status: { const: 'ready' } }), $id: 'Ready' } as const;
