import { isUtf8 } from 'node:buffer';
import { Secret } from '@naas/core';
import { AuthError } from './auth-error.js';

/** A pair of Basic credentials (RFC 7617). */
export interface BasicCredentials {
  readonly username: string;
  readonly password: Secret;
}

const scheme = /^basic +/i;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
// C0, DEL and C1 controls: typed at a device they would be more than a name or a password. RFC 7617 forbids
// them too.
const control = /\p{Cc}/u;

const refuse = (message: string): never => {
  throw new AuthError('UNAUTHENTICATED', message);
};

/**
 * Reads the value of an Authorization header.
 * @throws AuthError UNAUTHENTICATED when it is absent, of another scheme, malformed, or a part of it is
 * empty.
 */
export function parseBasic(header: string | undefined): BasicCredentials {
  if (!header)
    return refuse(
      'Send "Authorization: Basic …" with the user name and password of the device, or "Authorization: ' +
        'Bearer …" with an API key.',
    );
  if (!scheme.test(header))
    return refuse(
      'This scheme of Authorization is not accepted here; use Basic with the user name and password of the ' +
        'device, or Bearer with an API key.',
    );
  const encoded = header.replace(scheme, '').trimEnd();
  const bytes = Buffer.from(encoded, 'base64');
  if (!base64.test(encoded))
    return refuse('The Basic credentials are not valid base64; encode "user:password" once.');
  if (!isUtf8(bytes))
    return refuse(
      'The Basic credentials are not UTF-8; encode user name and password as UTF-8 before base64.',
    );
  return splitPair(bytes.toString('utf8'));
}

/** The first colon parts the pair: a user name holds none, a password may. */
function splitPair(pair: string): BasicCredentials {
  const colon = pair.indexOf(':');
  if (colon < 0) return refuse('The Basic credentials hold no colon; encode "user:password".');
  if (control.test(pair))
    return refuse(
      'The Basic credentials hold a control character, such as a line break at the end; send the pair without it.',
    );
  const username = pair.slice(0, colon);
  const password = pair.slice(colon + 1);
  if (username === '') return refuse('The user name of the Basic credentials is empty.');
  if (password === '') return refuse('The password of the Basic credentials is empty.');
  return { username, password: new Secret(password) };
}
