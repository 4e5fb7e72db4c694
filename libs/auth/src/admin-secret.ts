import { createHash, timingSafeEqual } from 'node:crypto';
import { SettingsError, type Secret } from '@naas/core';
import { GuessLimit } from './guess-limit.js';

/** Minimum length of a secret, in bytes: more than anybody can guess. */
const minSecretBytes = 32;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The secrets in NAAS_ADMIN_SECRET, which allow the first API keys to be made. Keeps only their hashes. */
export class AdminSecret {
  readonly #hashes: readonly Buffer[];
  /** Limits wrong guesses by source address. */
  readonly guesses = new GuessLimit();

  /**
   * `setting`: secrets separated by commas; if empty, no password matches.
   * @throws SettingsError when a secret has fewer than 32 bytes.
   */
  constructor(setting: string) {
    const texts = setting
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    for (const [index, text] of texts.entries()) {
      const { length } = Buffer.from(text, 'utf8');
      if (length >= minSecretBytes) continue;
      throw new SettingsError(
        `NAAS_ADMIN_SECRET: secret ${index + 1} has ${length} bytes but needs at least ${minSecretBytes}; make ` +
          'one with "openssl rand -base64 48".',
      );
    }
    this.#hashes = texts.map(digest);
  }

  /** Whether a password is one of the secrets, compared in constant time. */
  matches(password: Secret): boolean {
    const given = digest(password.reveal());
    return this.#hashes.filter((hash) => timingSafeEqual(hash, given)).length > 0;
  }
}
