import { httpErrors } from '../../errors.js';
import { closed } from './fields.js';

/** Body of every answer with status 400 or above. */
export const errorBodySchema = {
  ...closed({
    error: { type: 'string', minLength: 1, description: 'One sentence that says what to do.' },
    code: {
      enum: Object.keys(httpErrors),
      description: 'Stable code for programs; the text of `error` may change.',
    },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    request_id: { type: 'string', description: 'Id of the request in the log.' },
    job_id: { type: 'string', description: 'Id of the job to look for; only with `OUTCOME_UNKNOWN`.' },
    details: {
      type: 'array',
      items: closed({
        path: { type: 'string', description: 'JSON pointer (RFC 6901) to the field.' },
        message: { type: 'string' },
      }),
      description: 'Every fault in the request body.',
    },
  }),
  $id: 'Error',
  required: ['error', 'code', 'status', 'request_id'],
} as const;
