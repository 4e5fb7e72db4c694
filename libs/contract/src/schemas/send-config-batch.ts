import type { FromSchema } from 'json-schema-to-ts';
import { batchFields } from './batch-fields.js';
import { sendConfigSchema } from './send-config.js';

const { commands, config, save_config, commit } = sendConfigSchema.properties;

/**
 * Body of `POST /v2/send-config/batch`. `config` is another name for `commands`; exactly one of them is
 * given.
 */
export const sendConfigBatchSchema = {
  $id: 'SendConfigBatch',
  type: 'object',
  required: ['devices'],
  oneOf: [{ required: ['commands'] }, { required: ['config'] }],
  additionalProperties: false,
  properties: { ...batchFields, commands, config, save_config, commit },
} as const;

export type SendConfigBatch = FromSchema<typeof sendConfigBatchSchema>;
