import { isIP, isIPv6 } from 'node:net';
import { limits } from '@naas/contract';

const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
// Resolvers read "10.1" and "0x7f.1" as addresses; allowing them would give one device several spellings.
const numeric = /^(?:\d+|0[xX][0-9A-Fa-f]*)$/;

/** Whether a text is an IPv4 or IPv6 address or a host name (RFC 1123). */
export function isDeviceHost(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const labels = text.split('.');
  return (
    text.length <= limits.hostLength &&
    labels.every((part) => label.test(part)) &&
    !numeric.test(labels[labels.length - 1] ?? '')
  );
}

/**
 * The canonical spelling of a host. Every host needs exactly one spelling, because the lease that lets only
 * one configuration job run at a time is per device name.
 */
export function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  // URL does not accept a zone, such as %eth0 of a link-local address.
  return isIPv6(lower) && !lower.includes('%') ? new URL(`http://[${lower}]/`).hostname.slice(1, -1) : lower;
}
