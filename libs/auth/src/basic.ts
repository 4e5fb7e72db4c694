import { isUtf8 } from 'node:buffer';
import { Secret } from '@naas/core';
import { AuthError } from './auth-error.js';

/** User name and password of Basic authentication (RFC 7617). */
export interface BasicCredentials {
  readonly username: string;
  readonly password: Secret;
}

const scheme = /^basic +/i;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
// C0, DEL and C1 controls. A device would take them as key presses, such as Enter. RFC 7617 forbids them too.
// Bidirectional controls show a text in another order than it is sent.
const control = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const refuse = (message: string): never => {
  throw new AuthError('UNAUTHENTICATED', message);
};

/**
 * Parses the value of a Basic Authorization header.
 * @throws AuthError UNAUTHENTICATED when it is absent, malformed or of another scheme, or when user name or
 * password is empty.
 */
export function parseBasic(header: string | undefined): BasicCredentials {
  if (!header) {
    return refuse(
      'Send "Authorization: Basic …" with the user name and password of the device, or "Authorization: ' +
        'Bearer …" with an API key.',
    );
  }
  if (!scheme.test(header)) {
    return refuse(
      'This Authorization scheme is not supported; use Basic with the user name and password of the device, ' +
        'or Bearer with an API key.',
    );
  }
  const encoded = header.replace(scheme, '').trimEnd();
  const bytes = Buffer.from(encoded, 'base64');
  if (!base64.test(encoded))
    return refuse('The Basic credentials are not valid base64; encode "user:password" once.');
  if (!isUtf8(bytes)) {
    return refuse(
      'The Basic credentials are not UTF-8; encode user name and password as UTF-8 before base64.',
    );
  }
  return splitPair(bytes.toString('utf8'));
}

/** Splits at the first colon: a password may contain colons, a user name may not. */
function splitPair(pair: string): BasicCredentials {
  const colon = pair.indexOf(':');
  if (colon < 0) return refuse('The Basic credentials have no colon; encode "user:password".');
  if (control.test(pair)) {
    return refuse(
      'The Basic credentials contain a control character, such as a line break at the end; send them without it.',
    );
  }
  const username = pair.slice(0, colon);
  const password = pair.slice(colon + 1);
  if (username === '')
    return refuse('The user name of the Basic credentials is empty; send the user name of the device.');
  if (password === '')
    return refuse('The password of the Basic credentials is empty; send the password of the device.');
  return { username, password: new Secret(password) };
}
