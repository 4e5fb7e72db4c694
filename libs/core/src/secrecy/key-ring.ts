import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { SettingsError } from '../settings/settings.js';
import { keyIdBytes, parseKey, type Key } from './key.js';
import { ivBytes, Nonces } from './nonces.js';

const cipher = 'aes-256-gcm';
/** Version 1 was bound to the job's id alone. */
const version = 2;
const tagBytes = 16;
const macBytes = 32;
const headerBytes = 1 + keyIdBytes + ivBytes + tagBytes;

/**
 * What a MAC says of its text. `valid`: we wrote it. `unknown key`: nothing can be said, since its key is not
 * in NAAS_ENCRYPTION_KEY. `forged`: we did not write it so.
 */
export type MacState = 'valid' | 'unknown key' | 'forged';

/** A sealed value cannot be opened: it has another key, was sealed for something else, or is damaged. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

/** The result of `open`, or `fallback` when a sealed value cannot be opened. */
export function openOr<T>(open: () => T, fallback: T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof UnsealError) return fallback;
    throw error;
  }
}

/**
 * Seals values for Redis with AES-256-GCM, marks with MACs what is stored in clear, and hashes identities,
 * with the keys of NAAS_ENCRYPTION_KEY: the first key writes, all keys read.
 *
 * A sealed value is: version (1 byte), key id (4), IV (12), tag (16), ciphertext. What it is bound to is the
 * associated data, so that a value copied to another place cannot be opened there. A MAC is: key id (4),
 * HMAC-SHA256 (32), in base64url.
 */
export class KeyRing {
  readonly #keys: readonly [Key, ...Key[]];
  readonly #nonces = new Nonces();

  /** @throws SettingsError when the setting is empty or a key is not 32 bytes in base64. */
  constructor(setting: string) {
    const texts = setting
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    const [first, ...rest] = texts.map(parseKey);
    if (!first) {
      throw new SettingsError(
        'NAAS_ENCRYPTION_KEY is not set; make a key with "openssl rand -base64 32" and give it to the API ' +
          'and every worker.',
      );
    }
    this.#keys = [first, ...rest];
  }

  /**
   * Seals a text with the writing key. It can be opened only with the same `binding`: what it is and of what.
   */
  seal(text: string, binding: string): Buffer {
    const key = this.#keys[0];
    const iv = this.#nonces.next();
    const sealing = createCipheriv(cipher, key.sealing, iv).setAAD(Buffer.from(binding));
    const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
    return Buffer.concat([Buffer.of(version), key.id, iv, sealing.getAuthTag(), body]);
  }

  /** @throws UnsealError */
  unseal(sealed: Buffer, binding: string): string {
    return this.unsealBytes(sealed, binding).toString('utf8');
  }

  /**
   * The text in UTF-8, for a text too large to be worth a string.
   * @throws UnsealError
   */
  unsealBytes(sealed: Buffer, binding: string): Buffer {
    const key = this.#keyOf(sealed);
    const iv = sealed.subarray(1 + keyIdBytes, 1 + keyIdBytes + ivBytes);
    const tag = sealed.subarray(headerBytes - tagBytes, headerBytes);
    try {
      const opening = createDecipheriv(cipher, key.sealing, iv, { authTagLength: tagBytes })
        .setAAD(Buffer.from(binding))
        .setAuthTag(tag);
      const text = opening.update(sealed.subarray(headerBytes));
      opening.final(); // checks the tag; in GCM it has no text
      return text;
    } catch (cause) {
      throw new UnsealError('A stored value is damaged, or what it was stored for was changed.', { cause });
    }
  }

  /** The MAC of a text under the writing key. The text must begin with what it is of, such as `job`. */
  mac(text: string): string {
    const [{ id, marking }] = this.#keys;
    return Buffer.concat([id, createHmac('sha256', marking).update(text).digest()]).toString('base64url');
  }

  /** What a MAC, as mac() returned it, says of a text. */
  check(text: string, mac: string): MacState {
    const bytes = Buffer.from(mac, 'base64url');
    const key = this.#keyWith(bytes.subarray(0, keyIdBytes));
    if (!key) return bytes.length === keyIdBytes + macBytes ? 'unknown key' : 'forged';
    const expected = createHmac('sha256', key.marking).update(text).digest();
    const found = bytes.subarray(keyIdBytes);
    return found.length === macBytes && timingSafeEqual(found, expected) ? 'valid' : 'forged';
  }

  /** Keyed hash (HMAC-SHA256, base64url) of a text under every key, the writing key's first. */
  hashes(text: string): readonly [string, ...string[]] {
    const [first, ...rest] = this.#keys;
    const hash = (key: Key): string => createHmac('sha256', key.hashing).update(text).digest('base64url');
    return [hash(first), ...rest.map(hash)];
  }

  #keyOf(sealed: Buffer): Key {
    const key =
      sealed[0] === version && sealed.length >= headerBytes
        ? this.#keyWith(sealed.subarray(1, 1 + keyIdBytes))
        : undefined;
    if (!key) {
      throw new UnsealError(
        'A stored value was sealed with a key that is not in NAAS_ENCRYPTION_KEY, or by another version of NAAS.',
      );
    }
    return key;
  }

  #keyWith(id: Buffer): Key | undefined {
    return this.#keys.find((candidate) => candidate.id.equals(id));
  }
}
