import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { SettingsError } from '@naas/core';
import { AuthError } from './auth-error.js';
import { checkExpiry, parseClaims, type Claims } from './claims.js';
import { readJwt, signJwt } from './jwt.js';

/** Minimum length of a signing secret, in bytes (RFC 7518, 3.2). */
const minSecretBytes = 32;
/** Maximum number of tokens whose claims are cached. */
const maxCached = 10_000;

function parseSecrets(setting: string): readonly KeyObject[] {
  const texts = setting
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return texts.map((text, index) => {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length < minSecretBytes) {
      throw new SettingsError(
        `NAAS_JWT_SECRET: secret ${index + 1} has ${bytes.length} bytes but needs at least ` +
          `${minSecretBytes}; make one with "openssl rand -base64 48".`,
      );
    }
    return createSecretKey(bytes);
  });
}

/**
 * Signs and verifies the tokens of API keys with the secrets of NAAS_JWT_SECRET: the first secret signs, all
 * of them verify. The claims of verified tokens are cached by the token's hash, so that the signature is
 * computed only once; when the cache is full, the least recently used token is dropped.
 */
export class Tokens {
  readonly #keys: readonly KeyObject[];
  readonly #now: () => number;
  readonly #cache = new Map<string, Claims>();

  /**
   * `setting`: secrets separated by commas. `now`: the clock, in milliseconds since 1970.
   * @throws SettingsError when a secret has fewer than 32 bytes.
   */
  constructor(setting: string, now: () => number = Date.now) {
    this.#keys = parseSecrets(setting);
    this.#now = now;
  }

  /** Whether there is a secret to sign with. Without one, every token is refused. */
  get canSign(): boolean {
    return this.#keys.length > 0;
  }

  /** @throws AuthError UNAUTHENTICATED when there is no secret to sign with. */
  sign(claims: Claims): string {
    const [key] = this.#keys;
    if (!key) throw this.#noSecret();
    return signJwt(claims, key);
  }

  /**
   * Verifies a token and returns its claims. Does not check whether its key is revoked.
   * @throws AuthError UNAUTHENTICATED
   */
  verify(token: string): Claims {
    if (!this.canSign) throw this.#noSecret();
    const nowSeconds = this.#now() / 1000;
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = this.#cache.get(hash);
    if (known) checkExpiry(known, nowSeconds);
    const claims = known ?? parseClaims(readJwt(token, this.#keys), nowSeconds);
    this.#store(hash, claims);
    return claims;
  }

  /** A Map keeps insertion order, so its first entry is the least recently used one. */
  #store(hash: string, claims: Claims): void {
    this.#cache.delete(hash);
    this.#cache.set(hash, claims);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > maxCached && oldest !== undefined) this.#cache.delete(oldest);
  }

  #noSecret(): AuthError {
    return new AuthError(
      'UNAUTHENTICATED',
      'API keys are disabled here (NAAS_JWT_SECRET is not set); use Basic authentication.',
    );
  }
}
