import { isIP, isIPv6 } from 'node:net';
import { limits } from '@naas/contract';

const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
// Resolvers take "10.1" and "0x7f.1" for addresses; such names would be further spellings of one device.
const numeric = /^(?:\d+|0[xX][0-9A-Fa-f]*)$/;
/** Name of a network interface; Linux allows 15 characters. */
const zonePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/;
/** fe80::/10, the only addresses that need a zone (RFC 4007). */
const linkLocal = /^fe[89ab][0-9a-f]:/;
/** ::ffff:0:0/96 as URLs write it: two groups of hexadecimal digits (RFC 4291, section 2.5.5.2). */
const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

function mappedIpv4(address: string): string | undefined {
  const [, high, low] = mapped.exec(address) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [first, second] = [parseInt(high, 16), parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}

function canonicalIpv6(text: string): string | null {
  const [address = '', zone] = text.split('%');
  // URLs write addresses compressed and in lower case (RFC 5952), but know no zone.
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  if (zone === undefined) return mappedIpv4(plain) ?? plain;
  return linkLocal.test(plain) && zonePattern.test(zone) ? `${plain}%${zone}` : null;
}

function canonicalName(text: string): string | null {
  const name = text.toLowerCase().replace(/\.$/, '');
  const labels = name.split('.');
  const isName = name.length <= limits.hostLength && labels.every((part) => label.test(part));
  return isName && !numeric.test(labels.at(-1) ?? '') ? name : null;
}

/**
 * The one spelling of a host: a name (RFC 1123) in lower case without a final dot, an IPv4 address, or a
 * compressed IPv6 address in lower case; an IPv6 address that maps an IPv4 one is that one. A zone is allowed
 * for link-local addresses only. Null for what is none of these.
 */
export function canonicalHost(text: string): string | null {
  if (isIPv6(text)) return canonicalIpv6(text);
  return isIP(text) === 4 ? text : canonicalName(text);
}

/** Whether a canonical host is an address, and no name. */
export const isAddress = (host: string): boolean => isIP(host) !== 0;
