import { createHmac } from 'node:crypto';
import type { Secret } from '@naas/core';

/**
 * The signature headers of a webhook: one over the body alone, and one over time and body, which lets the
 * receiver refuse a replayed request. None without a secret.
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
