import { sendConfigSchema, type ErrorDetail, type SendConfig } from '@naas/contract';
import type { Platforms } from '../services.js';
import type { BodyRules, RawFields } from './body-rules.js';
import { loginFaults } from './login-faults.js';

/** What a platform that cannot configure, save or commit is told. */
function capabilityFaults(fields: RawFields, { capabilitiesOf }: Platforms): readonly ErrorDetail[] {
  const platform = fields['platform'];
  const can = typeof platform === 'string' ? capabilitiesOf(platform) : undefined;
  if (!can) return [];
  const faults: ErrorDetail[] = [];
  if (!can.config) faults.push({ path: '/platform', message: `cannot be configured here: ${platform} takes commands only; use send-command` });
  if (fields['save_config'] === true && !can.save) faults.push({ path: '/save_config', message: `is not possible on ${platform}, which has no command to save its configuration; leave it out` });
  if (fields['commit'] === true && !can.commit) faults.push({ path: '/commit', message: `is not possible on ${platform}, where each line takes effect at once; leave it out` });
  return faults;
}

/** Rules of the body of `POST /v2/send-config`. */
export const sendConfigBody: BodyRules<SendConfig> = {
  schema: sendConfigSchema,
  faults: (fields, facts) => [...loginFaults(fields, facts), ...capabilityFaults(fields, facts.platforms)],
};
