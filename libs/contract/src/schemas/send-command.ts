import type { FromSchema } from 'json-schema-to-ts';
import { lines, targetFields, webhookFields } from './fields.js';

/** Body of `POST /v2/send-command`. */
export const sendCommandSchema = {
  $id: 'SendCommand',
  type: 'object',
  required: ['host', 'commands'],
  additionalProperties: false,
  properties: {
    ...targetFields,
    ...webhookFields,
    commands: { ...lines, description: 'Show commands, run in order.' },
    expect_string: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      format: 're2',
      description: 'Pattern (RE2 syntax) that also ends a command, for commands that end in a question.',
    },
  },
} as const;

export type SendCommand = FromSchema<typeof sendCommandSchema>;
