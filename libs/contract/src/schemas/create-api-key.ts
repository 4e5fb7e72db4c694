import type { FromSchema } from 'json-schema-to-ts';
import { roles } from '../roles.js';
import { plainText } from './fields.js';

/** Body of `POST /v2/api-keys`. */
export const createApiKeySchema = {
  $id: 'CreateApiKey',
  type: 'object',
  required: ['role', 'contexts'],
  additionalProperties: false,
  properties: {
    role: { type: 'string', enum: roles, description: 'Role of the key.' },
    contexts: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 64 },
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: 'Contexts that the key may use; `["*"]`: all.',
    },
    ttl: {
      type: 'integer',
      minimum: 0,
      maximum: 3_153_600_000,
      description:
        'Lifetime of the key, in seconds; 0: no limit, if API_KEY_MAX_TTL allows it. Default: API_KEY_DEFAULT_TTL.',
    },
    description: {
      ...plainText,
      minLength: 1,
      maxLength: 255,
      description: 'Purpose of the key.',
    },
  },
} as const;

export type CreateApiKey = FromSchema<typeof createApiKeySchema>;
