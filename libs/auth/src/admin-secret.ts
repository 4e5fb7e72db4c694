import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '@naas/core';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The secrets of NAAS_ADMIN_SECRET, with which the first API keys are made; kept as hashes. */
export class AdminSecret {
  readonly #hashes: readonly Buffer[];

  /** Empty: no password is ever right. */
  constructor(setting: string) {
    const texts = setting
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
    this.#hashes = texts.map(digest);
  }

  /** Whether a password is one of them, in a time that tells nothing of how near it came. */
  matches(password: Secret): boolean {
    const given = digest(password.reveal());
    return this.#hashes.filter((hash) => timingSafeEqual(hash, given)).length > 0;
  }
}
