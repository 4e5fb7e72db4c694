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
    meaning: 'A job with this X-Request-ID already exists.',
  },
  UNAUTHENTICATED: { status: 401, retryable: false, meaning: 'The credentials are missing or not valid.' },
  FORBIDDEN: {
    status: 403,
    retryable: false,
    meaning: 'The caller may not do this, or the job belongs to another caller.',
  },
  CONTEXT_FORBIDDEN: {
    status: 403,
    retryable: false,
    meaning: "The caller's API key does not allow this context.",
  },
  DEVICE_FORBIDDEN: {
    status: 403,
    retryable: false,
    meaning: 'DEVICE_ALLOW or DEVICE_DENY does not let jobs reach this device.',
  },
  LOCKED_OUT: {
    status: 403,
    retryable: true,
    meaning: 'Jobs of this user at this device, or of this device, failed too often within 10 minutes.',
  },
  NOT_FOUND: {
    status: 404,
    retryable: false,
    meaning: 'There is no such route, job, batch or other object; jobs and batches expire.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retryable: false,
    meaning: 'The route does not have this method; the Allow header lists the methods it has.',
  },
  JOB_ENDED: { status: 409, retryable: false, meaning: 'The job has already ended and cannot be cancelled.' },
  JOB_NOT_FAILED: { status: 409, retryable: false, meaning: 'Only a failed job can be replayed.' },
  KEY_REVOKED: { status: 409, retryable: false, meaning: 'The API key is already revoked or replaced.' },
  BODY_TOO_LARGE: { status: 413, retryable: false, meaning: 'The body is over 1 MiB.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    meaning: 'The body is not application/json in UTF-8.',
  },
  VALIDATION_FAILED: {
    status: 422,
    retryable: false,
    meaning: 'One or more fields are invalid; details lists every fault.',
  },
  IDEMPOTENCY_MISMATCH: {
    status: 422,
    retryable: false,
    meaning: 'This X-Idempotency-Key was already used with another body or other device credentials.',
  },
  RATE_LIMITED: {
    status: 429,
    retryable: true,
    meaning:
      'Too many jobs in RATE_LIMIT_WINDOW, or too many wrong passwords for NAAS_ADMIN_SECRET; try again after ' +
      'Retry-After seconds.',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    retryable: true,
    meaning:
      'This API process already has SSE_MAX_CONNECTIONS open event streams, or sends as many large results as it ' +
      'can at a time.',
  },
  INTERNAL_ERROR: {
    status: 500,
    retryable: true,
    meaning: 'A defect in NAAS; the log has the details under the request id.',
  },
  BACKEND_UNAVAILABLE: {
    status: 503,
    retryable: true,
    meaning:
      'Redis cannot be reached or cannot store data (its memory or disk is full); try again after ' +
      'Retry-After seconds.',
  },
  OUTCOME_UNKNOWN: {
    status: 504,
    retryable: false,
    meaning:
      'Redis did not answer in time, and it is not known whether the request was carried out; look at Location ' +
      'before you send it again.',
  },
  API_KEYS_DISABLED: {
    status: 503,
    retryable: false,
    meaning: 'API keys cannot be issued: NAAS_JWT_SECRET is not set.',
  },
  NO_WORKERS: {
    status: 503,
    retryable: true,
    meaning: 'No worker has served the context in the last 60 seconds.',
  },
  QUEUE_FULL: {
    status: 503,
    retryable: true,
    meaning: 'The context already has MAX_QUEUE_DEPTH waiting jobs.',
  },
} as const satisfies Record<string, ErrorRow>;

/** Code of an HTTP error answer. */
export type HttpErrorCode = keyof typeof httpErrors;

/** One row of the table of job errors. */
export interface JobErrorRow {
  readonly retryable: boolean;
  /**
   * What this error shows about the device, for circuits and lockouts: it was not reached, it answered, it
   * refused the login, or it let the user log in. Null: nothing.
   */
  readonly device: 'unreached' | 'answered' | 'login refused' | 'logged in' | null;
  readonly meaning: string;
}

/** Every `error_code` a job can end with. `WORKER_LOST` is retryable for read jobs only. */
export const jobErrors = {
  CONNECTION_TIMEOUT: {
    retryable: true,
    device: 'unreached',
    meaning: 'TCP or SSH set-up did not finish within conn_timeout.',
  },
  CONNECTION_REFUSED: {
    retryable: true,
    device: 'unreached',
    meaning: 'The device refused the TCP connection, or cannot be reached.',
  },
  DEVICE_FORBIDDEN: {
    retryable: false,
    device: null,
    meaning: 'DEVICE_ALLOW or DEVICE_DENY does not let jobs reach this device; nothing was sent.',
  },
  HOST_NOT_FOUND: { retryable: false, device: null, meaning: 'The host name does not resolve.' },
  CONNECTION_LOST: {
    retryable: true,
    device: 'unreached',
    meaning: 'The connection ended during the job.',
  },
  AUTH_FAILURE: {
    retryable: false,
    device: 'login refused',
    meaning: 'The device refused the credentials.',
  },
  PASSWORD_EXPIRED: {
    retryable: false,
    device: 'answered',
    meaning: 'The device demands a new password for the user before it lets the user in.',
  },
  HOST_KEY_MISMATCH: {
    retryable: false,
    device: 'answered',
    meaning: 'The SSH host key of the device differs from the pinned one.',
  },
  SSH_ERROR: {
    retryable: true,
    device: 'unreached',
    meaning: 'SSH negotiation or the SSH protocol failed, or the device is not an SSH server.',
  },
  ENABLE_FAILED: {
    retryable: false,
    device: 'logged in',
    meaning: 'The device refused the privileged mode.',
  },
  READ_TIMEOUT: {
    retryable: true,
    device: 'logged in',
    meaning: 'No prompt and no match of expect_string came within read_timeout.',
  },
  CONFIG_REJECTED: {
    retryable: false,
    device: 'logged in',
    meaning: 'The device refused a configuration line; no line after it was sent.',
  },
  CIRCUIT_OPEN: {
    retryable: true,
    device: null,
    meaning:
      'The device could not be reached several times in a row, so its jobs fail at once for a while; the ' +
      'message says how long.',
  },
  OUTPUT_TOO_LARGE: {
    retryable: false,
    device: 'logged in',
    meaning:
      'The output of a command is over MAX_OUTPUT_BYTES, or that of the job over MAX_JOB_OUTPUT_BYTES.',
  },
  CLAIM_UNCONFIRMED: {
    retryable: true,
    device: null,
    meaning:
      'The replicas of Redis did not confirm the claim of the configuration job in time; nothing was sent ' +
      'to the device.',
  },
  EXPIRED: {
    retryable: true,
    device: null,
    meaning: 'The job waited longer than JOB_MAX_QUEUE_AGE and was never sent to the device.',
  },
  JOB_TIMEOUT: { retryable: true, device: null, meaning: 'The job took longer than JOB_TIMEOUT in total.' },
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

/** Whether a text is a code of this version; a newer worker may have written other codes. */
export const isJobErrorCode = (code: string): code is JobErrorCode => Object.hasOwn(jobErrors, code);
