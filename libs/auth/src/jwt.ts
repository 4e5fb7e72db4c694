import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { AuthError } from './auth-error.js';

/** Longest token that is looked at, in characters; ours have a few hundred. */
const longestToken = 4096;

const malformed = 'The Bearer token is malformed; send it as it was given out.';
const otherAlgorithm = 'The Bearer token is not signed with HS256; use one that was made here.';
const otherSignature = 'The signature of the Bearer token does not fit; use one that was made here.';

/** What jsonwebtoken says, in our words; all else it says of a token is that it is malformed. */
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

/** What this key has signed with HS256, or why it has not. Times are not looked at. */
function verify(text: string, key: KeyObject): jwt.Jwt | string {
  try {
    // The algorithm is ours to choose, never the token's: any other in the header is refused, `none` too.
    return jwt.verify(text, key, {
      algorithms: ['HS256'],
      ignoreExpiration: true,
      ignoreNotBefore: true,
      complete: true,
    });
  } catch (error) {
    if (error instanceof jwt.JsonWebTokenError) return reasons[error.message] ?? malformed;
    if (error instanceof SyntaxError) return malformed; // a part that is no JSON
    throw error;
  }
}

/**
 * The claims of a token that one of the keys has signed.
 * @throws AuthError UNAUTHENTICATED
 */
export function readJwt(text: string, keys: readonly KeyObject[]): Readonly<Record<string, unknown>> {
  if (text.length > longestToken) return refuse(malformed);
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
  const claims: unknown = payload; // the types do not know of tokens whose claims are null or a list
  return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
    ? (payload as jwt.JwtPayload)
    : refuse(malformed); // an object, as was just asked
}
