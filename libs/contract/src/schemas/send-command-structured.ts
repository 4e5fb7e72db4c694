import type { FromSchema } from 'json-schema-to-ts';
import { lines, targetFields, webhookFields } from './fields.js';

const template = { type: 'string', minLength: 1, maxLength: 262_144 } as const;

/** Body of `POST /v2/send-command-structured`. At most one of the templates is given. */
export const sendCommandStructuredSchema = {
  $id: 'SendCommandStructured',
  type: 'object',
  required: ['host', 'commands'],
  additionalProperties: false,
  properties: {
    ...targetFields,
    ...webhookFields,
    commands: { ...lines, description: 'Show commands, run in order.' },
    textfsm_template: {
      ...template,
      description: 'TextFSM template for the outputs. Not available yet; a request with it is refused.',
    },
    ttp_template: {
      ...template,
      description: 'TTP template for the outputs. Not available yet; a request with it is refused.',
    },
  },
} as const;

export type SendCommandStructured = FromSchema<typeof sendCommandStructuredSchema>;
