import { AuthError } from './auth-error.js';
import { roles, type Role } from '@naas/contract';

/** Claims in the token of an API key. */
export interface Claims {
  /** The key's id, `k-…`. */
  readonly sub: string;
  /**
   * Id of the first key of its family, which a rotated key shares; see familyOf(). Absent: the key's own id.
   */
  readonly fam?: string;
  readonly role: Role;
  /** Contexts that the key may use; `*`: all. */
  readonly contexts: readonly string[];
  /** Issued at, in seconds since 1970. */
  readonly iat: number;
  /** Expires at, in seconds since 1970. Absent: never. */
  readonly exp?: number;
}

/**
 * Tolerance for clocks that differ between API hosts, in seconds: a token may be issued this far in the
 * future.
 */
const leewaySeconds = 30;

const keyId = /^k-[A-Za-z0-9_-]{1,64}$/;

/** Whether a text has the form of an API key id. */
export const isKeyId = (text: string): boolean => keyId.test(text);

/** The family of a key: what owns its jobs, before and after a rotation. */
export const familyOf = ({ sub, fam = sub }: Pick<Claims, 'sub' | 'fam'>): string => fam;

const refuse = (message: string): never => {
  throw new AuthError('UNAUTHENTICATED', message);
};

const isSeconds = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isRole = (value: unknown): value is Role => roles.some((role) => role === value);
const isContexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((entry) => typeof entry === 'string' && entry !== '');

/**
 * Validates the claims of a token whose signature has been verified.
 * @throws AuthError UNAUTHENTICATED when a claim is missing or of the wrong type, the role is unknown, or the
 * token is not valid yet or has expired.
 */
export function parseClaims(
  { sub, fam, role, contexts, iat, exp, nbf }: Readonly<Record<string, unknown>>,
  nowSeconds: number,
): Claims {
  if (typeof sub !== 'string' || !isKeyId(sub))
    return refuse('The Bearer token does not name an API key (claim sub); use a token that this API issued.');
  if (fam !== undefined && !(typeof fam === 'string' && isKeyId(fam)))
    return refuse('The Bearer token has a malformed family (claim fam); use a token that this API issued.');
  if (!isRole(role))
    return refuse('The Bearer token has an unknown role (claim role); use a token that this API issued.');
  if (!isContexts(contexts))
    return refuse('The Bearer token has no contexts (claim contexts); use a token that this API issued.');
  if (!isSeconds(iat))
    return refuse('The Bearer token has no issue time (claim iat); use a token that this API issued.');
  if (iat > nowSeconds + leewaySeconds) {
    return refuse(
      'The Bearer token was issued in the future (claim iat); check the clock of the host that issued it.',
    );
  }
  if (nbf !== undefined && !(isSeconds(nbf) && nbf <= nowSeconds + leewaySeconds))
    return refuse('The Bearer token is not valid yet (claim nbf); try again later.');
  if (exp !== undefined && !isSeconds(exp)) {
    return refuse(
      'The Bearer token has a malformed expiry time (claim exp); use a token that this API issued.',
    );
  }
  const optional = { ...(fam === undefined ? {} : { fam }), ...(exp === undefined ? {} : { exp }) };
  const claims = { sub, role, contexts, iat, ...optional };
  checkExpiry(claims, nowSeconds);
  return claims;
}

/** @throws AuthError UNAUTHENTICATED when the token has expired. */
export function checkExpiry({ exp }: Pick<Claims, 'exp'>, nowSeconds: number): void {
  if (exp !== undefined && exp <= nowSeconds) refuse('The Bearer token has expired; use a newer token.');
}
