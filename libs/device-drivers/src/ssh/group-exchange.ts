import { createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { integer, lastInteger, publicKeyInfo } from './dh-key-info.js';

/**
 * Largest prime of a group exchange, in bits. One costs about 30 ms here, in the event loop, because ssh2 wants
 * its answers at once.
 */
const maxPrimeBits = 4_096;
/** The smallest one: what devices had when the method was new. */
const minPrimeBits = 1_024;
/** Asked for where the device has the choice, in bits. */
const preferredPrimeBits = 3_072;

/** The parts of ssh2's group exchange that matter here; they are not part of its interface. */
export interface GroupExchange {
  readonly type: string;
  _prefBits: number;
  _maxBits: number;
  _prime: Buffer | null;
  _generator: Buffer | null;
  _dh: GroupKeys | null;
  _public: Buffer | null;
  setDHParams: (prime: Buffer, generator: Buffer) => void;
  generateKeys: () => void;
}

/** Whether an object is a group exchange of ssh2. */
export function isGroupExchange(exchange: unknown): exchange is GroupExchange {
  return (
    typeof exchange === 'object' && exchange !== null && 'type' in exchange && exchange.type === 'groupex'
  );
}

/**
 * Bounds a group exchange that is about to begin: the size of the prime that the device hands out, and with it
 * the time. ssh2 takes a prime of any size and has OpenSSL check whether it is one, which stops the process for
 * 0.2 s at 2,048 bits, 2.8 s at 4,096 and 25 s at 8,192. Like OpenSSH's client, this one does without the check:
 * a device that hands out a bad prime gives away nothing but its own connection.
 */
export function boundGroupExchange(exchange: GroupExchange): void {
  exchange._prefBits = preferredPrimeBits;
  exchange._maxBits = maxPrimeBits;
  exchange.setDHParams = (prime, generator) => {
    requireBounds(prime, generator);
    exchange._prime = prime;
    exchange._generator = generator;
  };
  exchange.generateKeys = () => {
    if (exchange._dh || !exchange._prime || !exchange._generator) return;
    exchange._dh = new GroupKeys(exchange._prime, exchange._generator);
    exchange._public = exchange._dh.publicKey;
  };
}

/** A group that the device handed out and that is not used. Its message is a sentence for the caller. */
export class GroupRefused extends Error {
  override readonly name = 'GroupRefused';
}

function requireBounds(prime: Buffer, generator: Buffer): void {
  const bits = integer(prime).toString('hex').replace(/^0+/, '').length * 4;
  if (bits > maxPrimeBits || bits < minPrimeBits) {
    throw new GroupRefused(
      `it chose a prime of ${String(bits)} bits for the group exchange, and only ` +
        `${String(minPrimeBits)} to ${String(maxPrimeBits)} bits are accepted`,
    );
  }
  if (generator.length > 4)
    throw new GroupRefused('it chose a generator for the group exchange that is too large');
}

/** OpenSSL's generator of key pairs takes a prime unchecked; its types lack this kind of pair. */
const generateDhPair = generateKeyPairSync as unknown as (
  type: 'dh',
  options: { readonly prime: Buffer; readonly generator: number },
) => { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

/** Our pair of keys in a group, with the methods of Node's DiffieHellman that ssh2 calls. */
export class GroupKeys {
  readonly publicKey: Buffer;
  readonly #prime: Buffer;
  readonly #generator: Buffer;
  readonly #privateKey: KeyObject;

  constructor(prime: Buffer, generator: Buffer) {
    this.#prime = prime;
    this.#generator = generator;
    const pair = generateDhPair('dh', { prime, generator: generator.readUIntBE(0, generator.length) });
    this.#privateKey = pair.privateKey;
    this.publicKey = lastInteger(pair.publicKey.export({ type: 'spki', format: 'der' }));
  }

  getPrime(): Buffer {
    return this.#prime;
  }

  getGenerator(): Buffer {
    return this.#generator;
  }

  computeSecret(others: Buffer): Buffer {
    const key = publicKeyInfo({ prime: this.#prime, generator: this.#generator, publicKey: others });
    return diffieHellman({
      privateKey: this.#privateKey,
      publicKey: createPublicKey({ key, format: 'der', type: 'spki' }),
    });
  }
}
