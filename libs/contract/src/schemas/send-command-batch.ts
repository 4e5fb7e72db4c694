import type { FromSchema } from 'json-schema-to-ts';
import { batchFields } from './batch-fields.js';
import { sendCommandSchema } from './send-command.js';

const { commands, expect_string } = sendCommandSchema.properties;

/** Body of `POST /v2/send-command/batch`. */
export const sendCommandBatchSchema = {
  $id: 'SendCommandBatch',
  type: 'object',
  required: ['devices', 'commands'],
  additionalProperties: false,
  properties: { ...batchFields, commands, expect_string },
} as const;

export type SendCommandBatch = FromSchema<typeof sendCommandBatchSchema>;
