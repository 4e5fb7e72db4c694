import type { FromSchema } from 'json-schema-to-ts';
import { lines, targetFields, webhookFields } from './fields.js';

/** Body of `POST /v2/send-config`. `config` is another name for `commands`; exactly one of them is given. */
export const sendConfigSchema = {
  $id: 'SendConfig',
  type: 'object',
  required: ['host'],
  oneOf: [{ required: ['commands'] }, { required: ['config'] }],
  additionalProperties: false,
  properties: {
    ...targetFields,
    ...webhookFields,
    commands: { ...lines, description: 'Configuration lines, sent in order.' },
    config: { ...lines, description: 'Another name for `commands`.' },
    save_config: {
      type: 'boolean',
      default: false,
      description: 'Save the running configuration afterwards.',
    },
    commit: {
      type: 'boolean',
      default: false,
      description: 'Commit the candidate configuration afterwards.',
    },
  },
} as const;

export type SendConfig = FromSchema<typeof sendConfigSchema>;
