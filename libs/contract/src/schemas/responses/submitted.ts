import { closed, count, moment, uuid } from './fields.js';

/** Answer of a submit. */
export const jobAcceptedSchema = {
  ...closed({
    job_id: uuid,
    message: { const: 'Job enqueued' },
    queue_position: { ...count, description: '1 is next; 0 when the job is no longer waiting.' },
    enqueued_at: moment,
    timeout: { ...count, description: 'Longest run of the job once it has started, in seconds.' },
    idempotent: {
      type: 'boolean',
      description: 'Whether this is the earlier job of the same X-Idempotency-Key.',
    },
    deduplicated: {
      type: 'boolean',
      description: 'Whether this is an equal read job that was already in flight.',
    },
  }),
  $id: 'JobAccepted',
} as const;

/** Answer of a batch submit. */
export const batchAcceptedSchema = {
  ...closed({
    batch_id: uuid,
    job_ids: { type: 'array', items: uuid, description: 'In the order of the devices.' },
    total: count,
  }),
  $id: 'BatchAccepted',
} as const;
