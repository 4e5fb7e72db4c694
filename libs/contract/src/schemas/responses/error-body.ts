import { httpErrors } from '../../errors.js';
import { closed } from './fields.js';

/** Every answer from 400 on. */
export const errorBodySchema = {
  ...closed({
    error: { type: 'string', minLength: 1, description: 'One sentence that says what to do.' },
    code: { enum: Object.keys(httpErrors), description: 'Stable code; go by it, not by the text.' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    request_id: { type: 'string', description: 'Finds the request in the log.' },
    details: {
      type: 'array',
      items: closed({
        path: { type: 'string', description: 'JSON pointer (RFC 6901) to the field.' },
        message: { type: 'string' },
      }),
      description: 'Every fault of a body.',
    },
  }),
  $id: 'Error',
  required: ['error', 'code', 'status', 'request_id'],
} as const;
