import { AddressRanges, parseRange } from './address-ranges.js';

/** Names, addresses and `*`; a range is checked apart. */
const pattern = /^[A-Za-z0-9_.:*-]{1,255}$/;

/** Whether a text is a host name, an address, a CIDR range, or one of the first two with `*` in it. */
export function isHostPattern(text: string): boolean {
  if (text.includes('/')) return parseRange(text) !== null;
  return pattern.test(text) && (text.includes('*') || !text.includes(':') || parseRange(text) !== null);
}

const plain = (host: string): string => host.toLowerCase().replace(/\.$/, '');

function globOf(text: string): RegExp {
  const parts = plain(text)
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/**
 * Patterns for hosts: names in any case, addresses in any spelling, CIDR ranges, and texts in which `*`
 * matches any characters, such as `*.lab.example.net` or `2001:db8:*`.
 */
export class HostPatterns {
  readonly #ranges: AddressRanges;
  readonly #names: ReadonlySet<string>;
  readonly #globs: readonly RegExp[];

  constructor(patterns: readonly string[]) {
    this.#ranges = new AddressRanges(patterns);
    this.#names = new Set(patterns.map(plain));
    this.#globs = patterns.filter((text) => text.includes('*')).map(globOf);
  }

  /** Whether one of the patterns matches a host: a name, or an address in canonical form. */
  has(host: string): boolean {
    const name = plain(host);
    return this.#names.has(name) || this.#ranges.has(host) || this.#globs.some((glob) => glob.test(name));
  }
}
