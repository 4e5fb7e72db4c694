import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { SettingsError } from '../settings/settings.js';

const cipher = 'aes-256-gcm';
const version = 1;
const keyIdBytes = 4;
const ivBytes = 12;
const noncesPerDraw = 256;
const tagBytes = 16;
const headerBytes = 1 + keyIdBytes + ivBytes + tagBytes;

interface Key {
  readonly id: Buffer;
  readonly sealing: Buffer;
  readonly hashing: Buffer;
}

/** A sealed value cannot be opened: it has another key, belongs to another job, or is damaged. */
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

/** HKDF (RFC 5869) derives a key for each use, so that a hash can never open a sealed value. */
function derive(master: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `naas ${use}`, 32));
}

function parseKey(text: string, index: number): Key {
  const master = Buffer.from(text, 'base64');
  if (master.length !== 32 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    throw new SettingsError(
      `NAAS_ENCRYPTION_KEY: key ${index + 1} must be 32 bytes in base64; make one with "openssl rand -base64 32".`,
    );
  }
  return {
    id: createHash('sha256').update(derive(master, 'key id')).digest().subarray(0, keyIdBytes),
    sealing: derive(master, 'sealing'),
    hashing: derive(master, 'hashing'),
  };
}

/** Random nonces, drawn many at a time: one system call for each would take as long as the sealing. */
class Nonces {
  #pool: Buffer = Buffer.alloc(0);
  #offset = 0;

  next(): Buffer {
    if (this.#offset === this.#pool.length) {
      this.#pool = randomBytes(ivBytes * noncesPerDraw);
      this.#offset = 0;
    }
    this.#offset += ivBytes;
    return this.#pool.subarray(this.#offset - ivBytes, this.#offset);
  }
}

/**
 * Seals values for Redis with AES-256-GCM and hashes identities, with the keys of NAAS_ENCRYPTION_KEY: the
 * first key writes, all keys read.
 *
 * A sealed value is: version (1 byte), key id (4), IV (12), tag (16), ciphertext. The job's id is the
 * associated data, so that a value copied to another job's record cannot be opened there.
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

  /** Seals a text for a job, with the writing key. */
  seal(text: string, jobId: string): Buffer {
    const key = this.#keys[0];
    const iv = this.#nonces.next();
    const sealing = createCipheriv(cipher, key.sealing, iv).setAAD(Buffer.from(jobId));
    const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
    return Buffer.concat([Buffer.of(version), key.id, iv, sealing.getAuthTag(), body]);
  }

  /** @throws UnsealError */
  unseal(sealed: Buffer, jobId: string): string {
    const key = this.#keyOf(sealed);
    const iv = sealed.subarray(1 + keyIdBytes, 1 + keyIdBytes + ivBytes);
    const tag = sealed.subarray(headerBytes - tagBytes, headerBytes);
    try {
      const opening = createDecipheriv(cipher, key.sealing, iv, { authTagLength: tagBytes })
        .setAAD(Buffer.from(jobId))
        .setAuthTag(tag);
      return Buffer.concat([opening.update(sealed.subarray(headerBytes)), opening.final()]).toString('utf8');
    } catch (cause) {
      throw new UnsealError('A stored value is damaged or belongs to another job.', { cause });
    }
  }

  /** Keyed hash (HMAC-SHA256, base64url) of a text under every key, the writing key's first. */
  hashes(text: string): readonly [string, ...string[]] {
    const [first, ...rest] = this.#keys;
    const hash = (key: Key): string => createHmac('sha256', key.hashing).update(text).digest('base64url');
    return [hash(first), ...rest.map(hash)];
  }

  #keyOf(sealed: Buffer): Key {
    const id = sealed.subarray(1, 1 + keyIdBytes);
    const key =
      sealed[0] === version && sealed.length >= headerBytes
        ? this.#keys.find((candidate) => candidate.id.equals(id))
        : undefined;
    if (!key) {
      throw new UnsealError('A stored value was sealed with a key that is not in NAAS_ENCRYPTION_KEY.');
    }
    return key;
  }
}
