/** Codes of AuthError. */
export type AuthErrorCode = 'UNAUTHENTICATED';

/**
 * A caller could not be identified. `message` is one sentence for the caller; it never holds what was sent.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: AuthErrorCode;

  constructor(code: AuthErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
