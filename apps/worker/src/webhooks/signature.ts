import { createHmac } from 'node:crypto';
import type { Secret } from '@naas/core';

/**
 * The headers that sign a webhook: over the body alone, and over the time and the body, which lets the
 * receiver refuse what is sent again by somebody who listened.
 */
export function signatureHeaders(
  body: string,
  secret: Secret | null,
  now: Date,
): Readonly<Record<string, string>> {
  if (!secret) return {};
  const sign = (text: string): string => createHmac('sha256', secret.reveal()).update(text).digest('hex');
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    'X-NAAS-Signature-256': `sha256=${sign(body)}`,
    'X-NAAS-Signature': `t=${seconds},v1=${sign(`${seconds}.${body}`)}`,
  };
}
