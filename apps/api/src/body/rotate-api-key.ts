import { rotateApiKeySchema, type RotateApiKey } from '@naas/contract';
import type { BodyRules } from './body-rules.js';

/** Rules of the optional body of `POST /v2/api-keys/{key_id}/rotate`. */
export const rotateApiKeyBody: BodyRules<RotateApiKey> = {
  schema: rotateApiKeySchema,
  isOptional: true,
  faults: () => [],
};
