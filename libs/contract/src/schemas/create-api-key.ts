import type { FromSchema } from 'json-schema-to-ts';
import { roles } from '../roles.js';

/** Body of `POST /v2/api-keys`. */
export const createApiKeySchema = {
  $id: 'CreateApiKey',
  type: 'object',
  required: ['role', 'contexts'],
  additionalProperties: false,
  properties: {
    role: { type: 'string', enum: roles, description: 'What the key may do.' },
    contexts: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 64 },
      minItems: 1,
      maxItems: 100,
      uniqueItems: true,
      description: 'Contexts the key may use; `["*"]`: all.',
    },
    ttl: {
      type: 'integer',
      minimum: 0,
      maximum: 3_153_600_000,
      description:
        'Seconds the key lives; 0: for ever, where API_KEY_MAX_TTL allows it. API_KEY_DEFAULT_TTL when absent.',
    },
    description: {
      type: 'string',
      minLength: 1,
      maxLength: 255,
      format: 'credential',
      description: 'What the key is for.',
    },
  },
} as const;

export type CreateApiKey = FromSchema<typeof createApiKeySchema>;
