import { jobErrors } from '../../errors.js';
import { jobStatuses } from '../../jobs.js';
import { closed, count, uuid } from './fields.js';

const batchJob = {
  ...closed({
    job_id: uuid,
    host: { type: 'string' },
    port: { type: 'integer' },
    status: { enum: jobStatuses },
    error: { type: 'string' },
    error_code: { enum: Object.keys(jobErrors) },
  }),
  required: ['job_id', 'host', 'port', 'status'],
} as const;

/** The status of a batch and of its jobs. */
export const batchStatusSchema = {
  ...closed({
    batch_id: uuid,
    total: count,
    completed: count,
    failed: count,
    cancelled: count,
    pending: count,
    status: { enum: ['pending', 'complete', 'partial_failure', 'failed', 'cancelled'] },
    jobs: { type: 'array', items: batchJob },
  }),
  $id: 'BatchStatus',
} as const;
