import type { FromSchema } from 'json-schema-to-ts';

/** Body of `POST /v2/api-keys/{key_id}/rotate`. The body may be left out. */
export const rotateApiKeySchema = {
  $id: 'RotateApiKey',
  type: 'object',
  additionalProperties: false,
  properties: {
    overlap: {
      type: 'integer',
      minimum: 0,
      maximum: 2_592_000,
      default: 0,
      description: 'Time for which the old key stays valid, in seconds.',
    },
  },
} as const;

export type RotateApiKey = FromSchema<typeof rotateApiKeySchema>;
