import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * The network that stands for an address where callers are counted by source: an IPv4 address itself, also in
 * its IPv6 form; of an IPv6 address the first 64 bits, since the rest is its holder's to choose.
 */
export function networkOf(address: string): string {
  const text = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(text)) return text;
  const [start = '', end] = text.split('::');
  const groups = (part: string): readonly string[] => part.split(':').filter((group) => group !== '');
  const [before, after] = [groups(start), groups(end ?? '')];
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':').toLowerCase();
}

/** Where a request came from. */
export const sourceOf = ({ socket }: IncomingMessage): string => networkOf(socket.remoteAddress ?? '');
