import { httpErrors, type ErrorDetail, type HttpErrorCode } from '@naas/contract';

/** What else an ApiError can carry. */
export interface ApiErrorFacts {
  readonly details?: readonly ErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
  /** What a known caller lacks, for the audit: a role, or the right to a context. */
  readonly denied?: 'role' | { readonly context: string };
}

/** An error answer. `message` is one sentence for the caller that says what to do; it holds no secret. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: HttpErrorCode;
  readonly status: number;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly denied: ApiErrorFacts['denied'];

  constructor(code: HttpErrorCode, message: string, { details, headers = {}, denied }: ApiErrorFacts = {}) {
    super(message);
    this.code = code;
    this.status = httpErrors[code].status;
    this.details = details;
    this.headers = headers;
    this.denied = denied;
  }
}
