import { isIP, isIPv6 } from 'node:net';
import { limits } from '@naas/contract';

const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
// The resolver takes "10.1" and "0x7f.1" for addresses; such names would be a second spelling of one device.
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
 * One spelling for each host: only one configuration job at a time may hold a device, by whatever spelling.
 */
export function canonicalHost(host: string): string {
  const lower = host.toLowerCase();
  // URLs know no zone, such as the %eth0 of a link-local address.
  return isIPv6(lower) && !lower.includes('%') ? new URL(`http://[${lower}]/`).hostname.slice(1, -1) : lower;
}
