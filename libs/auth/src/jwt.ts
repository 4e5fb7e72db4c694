import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { AuthError } from './auth-error.js';

/** Longest token that is looked at, in characters; ours have a few hundred. */
const longestToken = 4096;

/** The header of every token made here: `{"alg":"HS256","typ":"JWT"}`. */
const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
const token = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/;

const refuse = (message: string): never => {
  throw new AuthError('UNAUTHENTICATED', message);
};

const sign = (content: string, key: KeyObject): string => createHmac('sha256', key).update(content).digest('base64url');

/** Makes a compact JWT (RFC 7519), signed with HS256. */
export function signJwt(claims: object, key: KeyObject): string {
  const content = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${content}.${sign(content, key)}`;
}

function parsePart(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>; // an object, as was just asked
  } catch {
    // Not JSON: refused below, as what is JSON but no object.
  }
  return refuse('The Bearer token is malformed; send it as it was given out.');
}

/** The algorithm is ours to choose, never the token's: any other in the header is refused, `none` too. */
function checkHeader({ alg, crit }: Readonly<Record<string, unknown>>): void {
  if (alg !== 'HS256' || crit !== undefined) refuse('The Bearer token is not signed with HS256; use one that was made here.');
}

/**
 * The claims of a token that one of the keys has signed. Signatures are compared in constant time, and as text: another
 * spelling of the same bytes is another token.
 * @throws AuthError UNAUTHENTICATED
 */
export function readJwt(text: string, keys: readonly KeyObject[]): Readonly<Record<string, unknown>> {
  const [, head, body, signature] = (text.length <= longestToken && token.exec(text)) || [];
  if (head === undefined || body === undefined || signature === undefined) return refuse('The Bearer token is malformed; send it as it was given out.');
  checkHeader(parsePart(head));
  const given = Buffer.from(signature);
  const isSigned = keys.some((key) => timingSafeEqual(given, Buffer.from(sign(`${head}.${body}`, key))));
  return isSigned ? parsePart(body) : refuse('The signature of the Bearer token does not fit; use one that was made here.');
}
