import { compilePattern } from '@naas/core';
import type { Platforms } from '../services.js';
import { isDeviceHost } from './host.js';
import { nearest } from './nearest.js';

/** A format of the contract's schemas: what passes, and what to say of a text that does not. */
export interface Format {
  readonly passes: (text: string) => boolean;
  readonly advice: (text: string) => string;
}

/** Names that are listed in an error before it becomes unreadable. */
const mostListed = 12;

/** Quotes a caller's text, cut to a length that is safe to give back. */
const quote = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);

function patternFault(source: string): string | null {
  try {
    compilePattern(source);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'unknown fault';
  }
}

function hostAdvice(text: string): string {
  if (/\s/.test(text)) return 'must be an address or host name without white space';
  if (/^\[.*\]$/.test(text)) return 'must be the IPv6 address without brackets';
  if (/^[a-z]+:\/\//i.test(text)) return 'must be the host alone, not a URL';
  if (/^[^:]+:\d+$/.test(text)) return 'must be the host alone; give the port as "port"';
  return 'must be an IPv4 address, an IPv6 address or a host name (RFC 1123)';
}

function platformAdvice(text: string, names: readonly string[]): string {
  const near = nearest(text, names);
  if (near) return `is no known platform: ${quote(text)}; did you mean "${near}"?`;
  const list =
    names.length > 0 && names.length <= mostListed
      ? `; use one of: ${names.join(', ')}`
      : '; correct the name';
  return `is no known platform: ${quote(text)}${list}`;
}

/** Whether a text is a whole URL. */
export const isUrl = (text: string): boolean => !/[\s\p{Cc}]/u.test(text) && URL.canParse(text);

/** The formats that the schemas name. */
export function createFormats({
  platformNames,
  capabilitiesOf,
}: Platforms): Readonly<Record<string, Format>> {
  return {
    'device-host': { passes: isDeviceHost, advice: hostAdvice },
    platform: {
      passes: (text) => capabilitiesOf(text) !== undefined,
      advice: (text) => platformAdvice(text, platformNames),
    },
    // Typed at a device, a control character would be more than a part of a name or password.
    credential: {
      passes: (text) => !/\p{Cc}/u.test(text),
      advice: () => 'must not hold a line break or another control character',
    },
    uri: { passes: isUrl, advice: () => 'must be a whole URL, such as https://hooks.example.net/naas' },
    re2: {
      passes: (text) => patternFault(text) === null,
      advice: (text) => `does not compile as an RE2 pattern: ${(patternFault(text) ?? '').slice(0, 200)}`,
    },
  };
}
