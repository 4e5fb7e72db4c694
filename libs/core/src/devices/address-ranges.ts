import { BlockList, isIP } from 'node:net';

const families = { 4: 'ipv4', 6: 'ipv6' } as const;

/** The parts of an address range. */
export interface AddressRange {
  readonly address: string;
  /** Length of the prefix, in bits. */
  readonly prefix: number;
  readonly family: 4 | 6;
}

/** Parses a CIDR range; null when the text is not a range. An address alone is a range of one. */
export function parseRange(text: string): AddressRange | null {
  const [address = '', length, ...rest] = text.split('/');
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || rest.length > 0) return null;
  const maxPrefix = family === 4 ? 32 : 128;
  const prefix = length === undefined ? maxPrefix : /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
  return prefix <= maxPrefix ? { address, prefix, family } : null;
}

/**
 * CIDR ranges, in one list for each family: a common list would treat an IPv4 address as the IPv6 address
 * that maps it.
 */
export class AddressRanges {
  readonly #lists = { 4: new BlockList(), 6: new BlockList() } as const;

  /** @param texts ranges or addresses; other texts are ignored. */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const range = parseRange(text);
      if (range) this.#lists[range.family].addSubnet(range.address, range.prefix, families[range.family]);
    }
  }

  /** Whether an address is in one of the ranges; false when the text is not an address. */
  has(address: string): boolean {
    const family = isIP(address);
    return (family === 4 || family === 6) && this.#lists[family].check(address, families[family]);
  }
}
