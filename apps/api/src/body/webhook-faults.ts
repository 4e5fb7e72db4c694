import { WebhookRules, type Settings } from '@naas/core';
import type { ErrorDetail } from '@naas/contract';
import type { BodyFacts, RawFields } from './body-rules.js';
import { isUrl } from './formats.js';

const rulesBySettings = new WeakMap<Settings, WebhookRules>();

function rulesOf(settings: Settings): WebhookRules {
  const rules = rulesBySettings.get(settings) ?? new WebhookRules(settings);
  rulesBySettings.set(settings, rules);
  return rules;
}

/** A webhook URL must be allowed by the settings, and a webhook secret needs a URL. */
export function webhookFaults(
  { webhook_url: url, webhook_secret: secret }: RawFields,
  { settings }: Pick<BodyFacts, 'settings'>,
): readonly ErrorDetail[] {
  if (url === undefined) {
    return secret === undefined
      ? []
      : [{ path: '/webhook_url', message: 'is required with "webhook_secret"' }];
  }
  // If it is not a URL, the schema reports that.
  const fault = typeof url === 'string' && isUrl(url) ? rulesOf(settings).faultOf(url) : null;
  return fault === null ? [] : [{ path: '/webhook_url', message: fault }];
}
