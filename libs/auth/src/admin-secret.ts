import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@naas/core';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The secrets in NAAS_ADMIN_SECRET, which allow the first API keys to be made. Keeps only their hashes. */
export class AdminSecret {
  readonly #hashes: readonly Buffer[];

  /** `setting`: secrets separated by commas; if empty, no password matches. */
  constructor(setting: string) {
    const texts = setting
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    this.#hashes = texts.map(digest);
  }

  /** Whether a password is one of the secrets, compared in constant time. */
  matches(password: Secret): boolean {
    const given = digest(password.reveal());
    return this.#hashes.filter((hash) => timingSafeEqual(hash, given)).length > 0;
  }
}
