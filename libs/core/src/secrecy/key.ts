import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { SettingsError } from '../settings/settings.js';

/** Length of the id of a key, which is part of all that the key has written. */
export const keyIdBytes = 4;

/** The keys that are derived from one entry of NAAS_ENCRYPTION_KEY, one for each use. */
export interface Key {
  readonly id: Buffer;
  readonly sealing: KeyObject;
  readonly hashing: KeyObject;
  readonly marking: KeyObject;
}

/** HKDF (RFC 5869) derives a key for each use, so that a hash can never open a sealed value. */
function derive(master: Buffer, use: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `naas ${use}`, 32)));
}

/**
 * The keys of entry number `index` (from 0).
 * @throws SettingsError when it is not 32 bytes in base64.
 */
export function parseKey(text: string, index: number): Key {
  const master = Buffer.from(text, 'base64');
  if (master.length !== 32 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) {
    throw new SettingsError(
      `NAAS_ENCRYPTION_KEY: key ${index + 1} must be 32 bytes in base64; make one with "openssl rand -base64 32".`,
    );
  }
  return {
    id: createHash('sha256').update(derive(master, 'key id').export()).digest().subarray(0, keyIdBytes),
    sealing: derive(master, 'sealing'),
    hashing: derive(master, 'hashing'),
    marking: derive(master, 'marking'),
  };
}
