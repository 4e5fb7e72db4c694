/** Error code of an AuthError. */
export type AuthErrorCode = 'UNAUTHENTICATED';

/**
 * A caller could not be identified. `message` is one sentence for the caller and repeats nothing that was
 * sent.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: AuthErrorCode;

  constructor(code: AuthErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
