import { canonicalHost as canonicalOrNull } from '@naas/core';

/** Whether a text is an IPv4 or IPv6 address or a host name (RFC 1123). */
export const isDeviceHost = (text: string): boolean => canonicalOrNull(text) !== null;

/**
 * The one spelling of a host that isDeviceHost() accepts: limits, locks and turns of a device must not depend
 * on how its host is written.
 */
export function canonicalHost(host: string): string {
  const canonical = canonicalOrNull(host);
  if (canonical === null) throw new Error('a host that is not valid has passed the rules of its body');
  return canonical;
}
