import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { AuthError } from './auth-error.js';

/** Maximum length of an accepted token, in characters; ours have a few hundred. */
const maxTokenLength = 4096;

const malformed = 'The Bearer token is malformed; send it exactly as it was issued.';
const otherAlgorithm = 'The Bearer token is not signed with HS256; use a token that this API issued.';
const otherSignature = 'The Bearer token has an invalid signature; use a token that this API issued.';

/** Our sentences for messages of jsonwebtoken. All its other messages mean that the token is malformed. */
const reasons: Readonly<Record<string, string>> = {
  'invalid algorithm': otherAlgorithm,
  'jwt signature is required': otherAlgorithm,
  'invalid signature': otherSignature,
};

const refuse = (message: string): never => {
  throw new AuthError('UNAUTHENTICATED', message);
};

/** Makes a compact JWT (RFC 7519), signed with HS256. */
export function signJwt(claims: object, key: KeyObject): string {
  return jwt.sign({ ...claims }, key, { algorithm: 'HS256' });
}

/** The token, if this key has signed it with HS256, else the reason why not. Does not check times. */
function verify(text: string, key: KeyObject): jwt.Jwt | string {
  try {
    // Never trust the algorithm in the token's header: everything except HS256 is refused, including `none`.
    return jwt.verify(text, key, {
      algorithms: ['HS256'],
      ignoreExpiration: true,
      ignoreNotBefore: true,
      complete: true,
    });
  } catch (error) {
    if (error instanceof jwt.JsonWebTokenError) return reasons[error.message] ?? malformed;
    if (error instanceof SyntaxError) return malformed; // a part is not JSON
    throw error;
  }
}

/**
 * Verifies that one of the keys has signed a token, and returns its claims.
 * @throws AuthError UNAUTHENTICATED
 */
export function readJwt(text: string, keys: readonly KeyObject[]): Readonly<Record<string, unknown>> {
  if (text.length > maxTokenLength) return refuse(malformed);
  let reason = malformed;
  for (const key of keys) {
    const token = verify(text, key);
    if (typeof token !== 'string') return claimsOf(token);
    reason = token;
    if (reason !== otherSignature) break;
  }
  return refuse(reason);
}

function claimsOf({ header, payload }: jwt.Jwt): Readonly<Record<string, unknown>> {
  if ('crit' in header) return refuse(otherAlgorithm);
  // Claims can also be null or a list, which jsonwebtoken's types leave out.
  const claims: unknown = payload;
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
    ? (payload as jwt.JwtPayload) // the check above shows that it is an object
    : refuse(malformed);
}
