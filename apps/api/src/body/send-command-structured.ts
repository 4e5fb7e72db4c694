import { sendCommandStructuredSchema, type ErrorDetail, type SendCommandStructured } from '@naas/contract';
import type { BodyRules, RawFields } from './body-rules.js';
import { loginFaults } from './login-faults.js';
import { webhookFaults } from './webhook-faults.js';

const templates = ['textfsm_template', 'ttp_template'] as const;

/** Templates are refused, because outputs are not parsed yet. */
function templateFaults(fields: RawFields): readonly ErrorDetail[] {
  const given = templates.filter((name) => typeof fields[name] === 'string');
  return given.map((name) => ({
    path: `/${name}`,
    message: 'is not supported yet, because outputs are not parsed; leave it out to get {command: text}',
  }));
}

/** Rules of the body of `POST /v2/send-command-structured`. */
export const sendCommandStructuredBody: BodyRules<SendCommandStructured> = {
  schema: sendCommandStructuredSchema,
  faults: (fields, facts) => [
    ...loginFaults(fields, facts),
    ...templateFaults(fields),
    ...webhookFaults(fields, facts),
  ],
};
