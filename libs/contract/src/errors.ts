/** One row of the table of HTTP errors. */
export interface ErrorRow {
  /** HTTP status of an answer with this code. */
  readonly status: number;
  /** Whether the same request may succeed later without a change. */
  readonly retryable: boolean;
  /** What it means, in one sentence for docs and OpenAPI. */
  readonly meaning: string;
}

/** Every error code an HTTP answer can carry, with its status. */
export const httpErrors = {
  INVALID_JSON: { status: 400, retryable: false, meaning: 'The body is not valid JSON.' },
  INVALID_REQUEST: { status: 400, retryable: false, meaning: 'A header or query parameter is malformed.' },
  UNKNOWN_CONTEXT: { status: 400, retryable: false, meaning: 'The context is not one of NAAS_CONTEXTS.' },
  DUPLICATE_REQUEST_ID: {
    status: 400,
    retryable: false,
    meaning: 'A job with this X-Request-ID exists already.',
  },
  UNAUTHENTICATED: { status: 401, retryable: false, meaning: 'No usable credentials were given.' },
  FORBIDDEN: {
    status: 403,
    retryable: false,
    meaning: 'The caller may not do this, or the job belongs to somebody else.',
  },
  CONTEXT_FORBIDDEN: {
    status: 403,
    retryable: false,
    meaning: "The caller's API key does not allow this context.",
  },
  LOCKED_OUT: {
    status: 403,
    retryable: true,
    meaning: 'Too many failures of this user at this device, or of this device, within 10 minutes.',
  },
  NOT_FOUND: {
    status: 404,
    retryable: false,
    meaning: 'No such route, or no such job (it may have expired).',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retryable: false,
    meaning: 'The route exists, but not with this method; see Allow.',
  },
  JOB_ENDED: { status: 409, retryable: false, meaning: 'The job has ended already and cannot be cancelled.' },
  JOB_NOT_FAILED: { status: 409, retryable: false, meaning: 'Only a failed job can be replayed.' },
  KEY_REVOKED: { status: 409, retryable: false, meaning: 'The API key is revoked already.' },
  BODY_TOO_LARGE: { status: 413, retryable: false, meaning: 'The body is over 1 MiB.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    meaning: 'The body is not sent as application/json in UTF-8.',
  },
  VALIDATION_FAILED: {
    status: 422,
    retryable: false,
    meaning: 'One or more fields are wrong; details lists every fault.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    retryable: false,
    meaning: 'This X-Idempotency-Key was used with another body.',
  },
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    meaning: 'Too many jobs in RATE_LIMIT_WINDOW; try again after Retry-After seconds.',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    retryable: true,
    meaning: 'This process has SSE_MAX_CONNECTIONS event streams open.',
  },
  INTERNAL_ERROR: {
    status: 500,
    retryable: true,
    meaning: 'A defect here; the request id finds it in the log.',
  },
  BACKEND_UNAVAILABLE: {
    status: 503,
    retryable: true,
    meaning:
      'Redis cannot be reached, or can store nothing (its memory or disk is full); try again after ' +
      'Retry-After seconds.',
  },
  API_KEYS_DISABLED: {
    status: 503,
    retryable: false,
    meaning: 'No API key can be made here: NAAS_JWT_SECRET is not set.',
  },
  NO_WORKERS: { status: 503, retryable: true, meaning: 'No worker has served the context for 60 seconds.' },
  QUEUE_FULL: { status: 503, retryable: true, meaning: 'The context has MAX_QUEUE_DEPTH jobs waiting.' },
} as const satisfies Record<string, ErrorRow>;

/** Code of an HTTP error answer. */
export type HttpErrorCode = keyof typeof httpErrors;

/** One row of the table of job errors. */
export interface JobErrorRow {
  readonly retryable: boolean;
  /**
   * What a job that ends so says of its device, for circuits and lockouts: it was not reached, answered,
   * refused the login, or let the user log in. Null: nothing.
   */
  readonly device: 'unreached' | 'answered' | 'login refused' | 'logged in' | null;
  readonly meaning: string;
}

/** Every `error_code` a job can end with. `WORKER_LOST` is retryable for read jobs only. */
export const jobErrors = {
  CONNECTION_TIMEOUT: {
    retryable: true,
    device: 'unreached',
    meaning: 'TCP or SSH set-up did not end within conn_timeout.',
  },
  CONNECTION_REFUSED: {
    retryable: true,
    device: 'unreached',
    meaning: 'The device refused the TCP connection, or cannot be reached.',
  },
  HOST_NOT_FOUND: { retryable: false, device: null, meaning: 'The host name does not resolve.' },
  CONNECTION_LOST: {
    retryable: true,
    device: 'unreached',
    meaning: 'The connection ended in the middle of the job.',
  },
  AUTH_FAILURE: {
    retryable: false,
    device: 'login refused',
    meaning: 'The device refused the credentials.',
  },
  HOST_KEY_MISMATCH: {
    retryable: false,
    device: 'answered',
    meaning: 'The device shows another host key than the pinned one.',
  },
  SSH_ERROR: {
    retryable: true,
    device: 'unreached',
    meaning: 'SSH negotiation or protocol failure, or not an SSH server.',
  },
  ENABLE_FAILED: { retryable: false, device: 'logged in', meaning: 'The device refused privileged mode.' },
  READ_TIMEOUT: {
    retryable: true,
    device: 'logged in',
    meaning: 'No prompt (or expect_string) came within read_timeout.',
  },
  CONFIG_REJECTED: {
    retryable: false,
    device: 'logged in',
    meaning: 'The device refused a configuration line; nothing after it was sent.',
  },
  CIRCUIT_OPEN: {
    retryable: true,
    device: null,
    meaning:
      'The device could not be reached several times in a row and is left alone for a while; the message ' +
      'says how long.',
  },
  OUTPUT_TOO_LARGE: {
    retryable: false,
    device: 'logged in',
    meaning: 'An output is over MAX_OUTPUT_BYTES, or the job over MAX_JOB_OUTPUT_BYTES.',
  },
  CLAIM_UNCONFIRMED: {
    retryable: true,
    device: null,
    meaning:
      'The replicas of Redis did not confirm in time that the configuration job is taken; nothing was sent ' +
      'to the device.',
  },
  EXPIRED: {
    retryable: true,
    device: null,
    meaning: 'The job waited longer than JOB_MAX_QUEUE_AGE and was never sent to the device.',
  },
  JOB_TIMEOUT: { retryable: true, device: null, meaning: 'The job took longer than JOB_TIMEOUT in all.' },
  WORKER_LOST: {
    retryable: true,
    device: null,
    meaning: 'The worker died during the job; a configuration may have been applied in part.',
  },
  UNKNOWN: { retryable: false, device: null, meaning: 'A defect in NAAS.' },
} as const satisfies Record<string, JobErrorRow>;

/** Code of a failed job. */
export type JobErrorCode = keyof typeof jobErrors;

/** The row of a job error. */
export const jobErrorRow = (code: JobErrorCode): JobErrorRow => jobErrors[code];

/** Whether a text is a code of this version; a newer worker may have written another one. */
export const isJobErrorCode = (code: string): code is JobErrorCode => Object.hasOwn(jobErrors, code);
