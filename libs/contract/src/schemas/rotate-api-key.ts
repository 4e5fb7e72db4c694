import type { FromSchema } from 'json-schema-to-ts';

/** Body of `POST /v2/api-keys/{key_id}/rotate`. It may be left out. */
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
      description: 'Seconds the earlier key stays good beside the new one.',
    },
  },
} as const;

export type RotateApiKey = FromSchema<typeof rotateApiKeySchema>;
