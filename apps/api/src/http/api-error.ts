import { httpErrors, type ErrorDetail, type HttpErrorCode } from '@naas/contract';

/** Optional parts of an ApiError. */
export interface ApiErrorOptions {
  readonly details?: readonly ErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
  /** For the audit trail, what the authenticated caller lacks: the role, or access to a context. */
  readonly denied?: 'role' | { readonly context: string };
  /** Id of the job or batch that the caller should look for. */
  readonly jobId?: string;
}

/**
 * An error response. `message` is one sentence for the caller that says what is wrong and what to do; it
 * holds no secret.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: HttpErrorCode;
  readonly status: number;
  readonly details: readonly ErrorDetail[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly denied: ApiErrorOptions['denied'];
  readonly jobId: string | undefined;

  constructor(
    code: HttpErrorCode,
    message: string,
    { details, headers = {}, denied, jobId }: ApiErrorOptions = {},
  ) {
    super(message);
    this.code = code;
    this.status = httpErrors[code].status;
    this.details = details;
    this.headers = headers;
    this.denied = denied;
    this.jobId = jobId;
  }
}
