import { sendConfigSchema, type SendConfig } from '@naas/contract';
import type { BodyRules } from './body-rules.js';
import { capabilityFaults } from './capability-faults.js';
import { loginFaults } from './login-faults.js';
import { webhookFaults } from './webhook-faults.js';

/** Rules of the body of `POST /v2/send-config`. */
export const sendConfigBody: BodyRules<SendConfig> = {
  schema: sendConfigSchema,
  faults: (fields, facts) => [
    ...loginFaults(fields, facts),
    ...capabilityFaults(fields, facts.platforms),
    ...webhookFaults(fields, facts),
  ],
};
