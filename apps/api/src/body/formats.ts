import { compilePattern, nearest, patternFault } from '@naas/core';
import type { Platforms } from '../services.js';
import { isDeviceHost } from './host.js';

/** A format in the contract's schemas: a check, and a message for texts that fail it. */
export interface Format {
  readonly passes: (text: string) => boolean;
  readonly advice: (text: string) => string;
}

/** Maximum number of platform names to list in an error. */
const maxListed = 12;

/** Quotes a caller's text, truncated to 64 characters. */
const quote = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);

/** What is wrong with a pattern, to be read after its name; null when nothing is. */
function patternAdvice(source: string): string | null {
  const fault = patternFault(source);
  if (fault !== null) return fault;
  try {
    compilePattern(source);
    return null;
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'unknown error';
    return `is not a valid RE2 pattern: ${reason}`;
  }
}

function hostAdvice(text: string): string {
  if (/\s/.test(text)) return 'must be an address or host name without spaces';
  if (/^\[.*\]$/.test(text)) return 'must be the IPv6 address without brackets';
  if (/^[a-z]+:\/\//i.test(text)) return 'must be only the host, not a URL';
  if (/^[^:]+:\d+$/.test(text)) return 'must be only the host; give the port as "port"';
  return 'must be an IPv4 address, an IPv6 address or a host name (RFC 1123)';
}

function platformAdvice(text: string, names: readonly string[]): string {
  const near = nearest(text, names);
  if (near) return `is an unknown platform: ${quote(text)}; did you mean "${near}"?`;
  const list =
    names.length > 0 && names.length <= maxListed
      ? `; use one of: ${names.join(', ')}`
      : '; see GET /v2/platforms for the names';
  return `is an unknown platform: ${quote(text)}${list}`;
}

/** Whether a text is an absolute URL. */
export const isUrl = (text: string): boolean => !/[\s\p{Cc}]/u.test(text) && URL.canParse(text);

/** The formats that the contract's schemas use. */
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
    // A device would take a control character as a key press, such as Enter.
    credential: {
      passes: (text) => !/\p{Cc}/u.test(text),
      advice: () => 'must not contain a line break or another control character',
    },
    uri: { passes: isUrl, advice: () => 'must be an absolute URL, such as https://hooks.example.net/naas' },
    re2: {
      passes: (text) => patternAdvice(text) === null,
      advice: (text) => (patternAdvice(text) ?? '').slice(0, 230),
    },
  };
}
