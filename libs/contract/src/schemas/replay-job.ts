import type { FromSchema } from 'json-schema-to-ts';
import { targetFields } from './fields.js';

const { username, password, enable } = targetFields;

/** Body of `POST /v2/jobs/{job_id}/replay`: with what to log in to the device. It may be left out. */
export const replayJobSchema = {
  $id: 'ReplayJob',
  type: 'object',
  additionalProperties: false,
  properties: { username, password, enable },
} as const;

export type ReplayJob = FromSchema<typeof replayJobSchema>;
