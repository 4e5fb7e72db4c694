import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../lib/checkout.mjs';

/**
 * The password of this checkout's private Redis: made at the first use, kept in a file that only this user can
 * read. Without it, every user of this machine could write to that Redis.
 */
export function redisPassword() {
  const path = join(stateFolder(), 'redis-password');
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (kept !== '') return kept;
  const made = randomBytes(32).toString('hex');
  writeFileSync(path, `${made}\n`, { mode: 0o600 });
  return made;
}
