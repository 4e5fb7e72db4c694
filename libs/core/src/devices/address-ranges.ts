import { BlockList, isIP } from 'node:net';

const families = { 4: 'ipv4', 6: 'ipv6' } as const;

/** An address range in its parts. */
export interface AddressRange {
  readonly address: string;
  /** Length of the prefix, in bits. */
  readonly prefix: number;
  readonly family: 4 | 6;
}

/** The parts of a CIDR range; null when a text is none. An address alone is a range of one. */
export function parseRange(text: string): AddressRange | null {
  const [address = '', length, ...more] = text.split('/');
  const family = isIP(address);
  if ((family !== 4 && family !== 6) || more.length > 0) return null;
  const longest = family === 4 ? 32 : 128;
  const prefix = length === undefined ? longest : /^\d{1,3}$/.test(length) ? Number(length) : Infinity;
  return prefix <= longest ? { address, prefix, family } : null;
}

/** CIDR ranges by family: a list of both would take an IPv4 address for the IPv6 one that maps it. */
export class AddressRanges {
  readonly #lists = { 4: new BlockList(), 6: new BlockList() } as const;

  /** @param texts ranges or addresses; other texts are left out. */
  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const range = parseRange(text);
      if (range) this.#lists[range.family].addSubnet(range.address, range.prefix, families[range.family]);
    }
  }

  /** Whether an address is in one of them; false for what is not an address. */
  has(address: string): boolean {
    const family = isIP(address);
    return (family === 4 || family === 6) && this.#lists[family].check(address, families[family]);
  }
}
