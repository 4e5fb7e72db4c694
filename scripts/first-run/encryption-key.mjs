import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../lib/checkout.mjs';

/**
 * The path of this checkout's own encryption key: 32 bytes in base64, made at the first use, readable only by
 * this user.
 */
export function encryptionKeyFile() {
  const path = join(stateFolder(), 'encryption-key');
  if (!existsSync(path) || readFileSync(path, 'utf8').trim() === '')
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  return path;
}
