import type { ErrorBody, ErrorDetail, HttpErrorCode } from '@naas/contract';

/** Error codes of the client itself, in addition to those of the API. */
export const clientErrors = {
  INVALID_OPTION: 'An option of the client is invalid.',
  UNREACHABLE: 'No connection to the API, or it ended without an answer.',
  TLS_UNTRUSTED: 'The certificate of the API is not trusted.',
  TIMEOUT: 'No answer, or no end of the job, within the time allowed.',
  BAD_ANSWER: 'The answer did not come from NAAS.',
  API_ERROR: 'The API answered with a code that this version does not know; it is in body.',
} as const;

/** Code of a ClientError: the API's own, or one of clientErrors. */
export type ClientErrorCode = HttpErrorCode | keyof typeof clientErrors;

/** Fields of a new ClientError. */
export interface ClientErrorOptions {
  readonly code: ClientErrorCode;
  /** What went wrong, without a full stop. */
  readonly fact: string;
  /** What to do about it, in terms of this package. Default: none, because the fact says it. */
  readonly advice?: string;
  readonly retryable?: boolean;
  readonly status?: number;
  readonly body?: ErrorBody;
  readonly retryAfterMs?: number;
  readonly jobId?: string;
  readonly cause?: unknown;
}

/** The only error class of this package. Check `code`, not the message. The message holds no secret. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  /** What went wrong, without advice, for callers that give their own advice. */
  readonly fact: string;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** The error body as the API sent it. */
  readonly body: ErrorBody | undefined;
  /** Milliseconds the API asks to wait before the next try. */
  readonly retryAfterMs: number | undefined;
  /** Id of the job that continues, if a wait for it ended early. */
  readonly jobId: string | undefined;

  constructor(options: ClientErrorOptions) {
    const { code, fact, advice, cause } = options;
    super(advice === undefined ? fact : `${fact}; ${advice}.`, { cause });
    this.name = 'ClientError';
    this.code = code;
    this.fact = fact;
    this.retryable = options.retryable ?? false;
    this.status = options.status;
    this.body = options.body;
    this.retryAfterMs = options.retryAfterMs;
    this.jobId = options.jobId;
  }

  /** Id of the request in the API's log. */
  get requestId(): string | undefined {
    return this.body?.request_id;
  }

  /** Every fault of a refused body. */
  get details(): readonly ErrorDetail[] {
    return this.body?.details ?? [];
  }
}
