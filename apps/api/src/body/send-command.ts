import { sendCommandSchema, type SendCommand } from '@naas/contract';
import type { BodyRules } from './body-rules.js';
import { loginFaults } from './login-faults.js';
import { webhookFaults } from './webhook-faults.js';

/** Rules of the body of `POST /v2/send-command`. */
export const sendCommandBody: BodyRules<SendCommand> = {
  schema: sendCommandSchema,
  faults: (fields, facts) => [...loginFaults(fields, facts), ...webhookFaults(fields, facts)],
};
