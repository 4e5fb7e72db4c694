import { AuthError } from './auth-error.js';
import { roles, type Role } from '@naas/contract';

/** What an API key says of its holder. */
export interface Claims {
  /** The key's id, `k-…`. */
  readonly sub: string;
  readonly role: Role;
  /** Contexts it may use; `*`: all. */
  readonly contexts: readonly string[];
  /** Seconds since 1970, as are the next. */
  readonly iat: number;
  /** Absent: it has no end. */
  readonly exp?: number;
}

/** Clocks of several API hosts differ; a token may be from this many seconds ahead. */
const leewaySeconds = 30;

const keyId = /^k-[A-Za-z0-9_-]{1,64}$/;

/** Whether a text can be the id of an API key. */
export const isKeyId = (text: string): boolean => keyId.test(text);

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
 * Reads the claims of a token whose signature is good.
 * @throws AuthError UNAUTHENTICATED when one is missing or of the wrong type, or the role is unknown.
 */
export function parseClaims(
  { sub, role, contexts, iat, exp, nbf }: Readonly<Record<string, unknown>>,
  nowSeconds: number,
): Claims {
  if (typeof sub !== 'string' || !isKeyId(sub))
    return refuse('The Bearer token names no API key (claim sub); use one that was made here.');
  if (!isRole(role))
    return refuse('The Bearer token has no known role (claim role); use one that was made here.');
  if (!isContexts(contexts))
    return refuse('The Bearer token has no contexts (claim contexts); use one that was made here.');
  if (!isSeconds(iat))
    return refuse(
      'The Bearer token does not say when it was issued (claim iat); use one that was made here.',
    );
  if (iat > nowSeconds + leewaySeconds)
    return refuse(
      'The Bearer token was issued in the future (claim iat); check the clock of the host that issued it.',
    );
  if (nbf !== undefined && !(isSeconds(nbf) && nbf <= nowSeconds + leewaySeconds))
    return refuse('The Bearer token is not valid yet (claim nbf).');
  if (exp !== undefined && !isSeconds(exp))
    return refuse('The Bearer token has a malformed end (claim exp); use one that was made here.');
  const claims = { sub, role, contexts, iat, ...(exp === undefined ? {} : { exp }) };
  checkEnd(claims, nowSeconds);
  return claims;
}

/** @throws AuthError UNAUTHENTICATED when the token has ended. */
export function checkEnd({ exp }: Pick<Claims, 'exp'>, nowSeconds: number): void {
  if (exp !== undefined && exp <= nowSeconds) refuse('The Bearer token has expired; use a newer one.');
}
