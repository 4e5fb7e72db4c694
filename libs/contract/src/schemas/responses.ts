import { apiKeyListSchema, apiKeyMadeSchema } from './responses/api-keys.js';
import { batchStatusSchema } from './responses/batch.js';
import { circuitListSchema, circuitSchema, hostKeyListSchema, hostKeySchema } from './responses/devices.js';
import { errorBodySchema } from './responses/error-body.js';
import { healthSchema } from './responses/health.js';
import { jobOutputSchema, jobPageSchema, jobResultSchema, jobSummarySchema } from './responses/job-result.js';
import {
  aliveSchema,
  contextListSchema,
  platformListSchema,
  readySchema,
  workerListSchema,
} from './responses/service.js';
import { batchAcceptedSchema, jobAcceptedSchema } from './responses/submitted.js';

/**
 * Schemas of all answers, each with its name in `$id`. They refer to each other as parts of the OpenAPI
 * document.
 */
export const responseSchemas = [
  errorBodySchema,
  jobAcceptedSchema,
  jobResultSchema,
  jobSummarySchema,
  jobOutputSchema,
  jobPageSchema,
  batchAcceptedSchema,
  batchStatusSchema,
  apiKeyMadeSchema,
  apiKeyListSchema,
  healthSchema,
  contextListSchema,
  platformListSchema,
  workerListSchema,
  aliveSchema,
  readySchema,
  circuitSchema,
  circuitListSchema,
  hostKeySchema,
  hostKeyListSchema,
] as const;
