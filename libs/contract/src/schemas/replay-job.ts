import type { FromSchema } from 'json-schema-to-ts';
import { targetFields } from './fields.js';

const { username, password, enable } = targetFields;

/** Body of `POST /v2/jobs/{job_id}/replay`: the login at the device. The body may be left out. */
export const replayJobSchema = {
  $id: 'ReplayJob',
  type: 'object',
  additionalProperties: false,
  properties: { username, password, enable },
} as const;

export type ReplayJob = FromSchema<typeof replayJobSchema>;
