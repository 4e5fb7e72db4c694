import { AuthError } from './auth-error.js';

const scheme = /^bearer(?: +|$)/i;

/** Whether an Authorization header uses the Bearer scheme (RFC 6750). */
export const isBearer = (header: string | undefined): header is string =>
  header !== undefined && scheme.test(header);

/**
 * The token of a Bearer header.
 * @throws AuthError UNAUTHENTICATED when it is empty.
 */
export function parseBearer(header: string): string {
  const token = header.replace(scheme, '').trimEnd();
  if (token === '') {
    throw new AuthError(
      'UNAUTHENTICATED',
      'The Bearer token is empty; send "Authorization: Bearer <token>".',
    );
  }
  return token;
}
