import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { SettingsError } from '@naas/core';
import { AuthError } from './auth-error.js';
import { checkEnd, parseClaims, type Claims } from './claims.js';
import { readJwt, signJwt } from './jwt.js';

/** Shortest secret that signs (RFC 7518, 3.2), in bytes. */
const shortestSecret = 32;
/** Tokens whose claims are remembered. */
const mostRemembered = 10_000;

function parseSecrets(setting: string): readonly KeyObject[] {
  const texts = setting
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  return texts.map((text, index) => {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length < shortestSecret) {
      throw new SettingsError(
        `NAAS_JWT_SECRET: secret ${index + 1} has ${bytes.length} bytes and must have ${shortestSecret} or ` +
          'more; make one with "openssl rand -base64 48".',
      );
    }
    return createSecretKey(bytes);
  });
}

/**
 * Makes and verifies the tokens of API keys, under the secrets of NAAS_JWT_SECRET: the first one signs, all
 * of them verify. A token that was good is remembered by its hash until its end, so that it costs no
 * signature again; the most recently used stay.
 */
export class Tokens {
  readonly #keys: readonly KeyObject[];
  readonly #now: () => number;
  readonly #remembered = new Map<string, Claims>();

  /**
   * `now`: milliseconds since 1970.
   * @throws SettingsError when a secret has fewer than 32 bytes.
   */
  constructor(setting: string, now: () => number = Date.now) {
    this.#keys = parseSecrets(setting);
    this.#now = now;
  }

  /** Whether there is a secret to sign with; without one no token is good. */
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
   * The claims of a token, whether its key is revoked or not.
   * @throws AuthError UNAUTHENTICATED
   */
  verify(token: string): Claims {
    if (!this.canSign) throw this.#noSecret();
    const nowSeconds = this.#now() / 1000;
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = this.#remembered.get(hash);
    if (known) checkEnd(known, nowSeconds);
    const claims = known ?? parseClaims(readJwt(token, this.#keys), nowSeconds);
    this.#remember(hash, claims);
    return claims;
  }

  /** A Map keeps the order of insertion: the first is the one not used for longest. */
  #remember(hash: string, claims: Claims): void {
    this.#remembered.delete(hash);
    this.#remembered.set(hash, claims);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
  }

  #noSecret(): AuthError {
    return new AuthError('UNAUTHENTICATED', 'API keys are not in use here (NAAS_JWT_SECRET is not set).');
  }
}
