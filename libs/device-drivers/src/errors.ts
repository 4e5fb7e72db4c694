/**
 * Codes of DriverError. All but the last two are job error codes of the HTTP contract, under the same names.
 */
export const driverErrorCodes = [
  'CONNECTION_TIMEOUT',
  'CONNECTION_REFUSED',
  'HOST_NOT_FOUND',
  'CONNECTION_LOST',
  'AUTH_FAILURE',
  'PASSWORD_EXPIRED',
  'HOST_KEY_MISMATCH',
  'SSH_ERROR',
  'ENABLE_FAILED',
  'READ_TIMEOUT',
  'CONFIG_REJECTED',
  'OUTPUT_TOO_LARGE',
  /** The platform has no such operation; nothing was sent. */
  'UNSUPPORTED',
  /** The caller's signal was aborted, or its `beforeLine` threw; the reason is the cause. */
  'ABORTED',
] as const;

export type DriverErrorCode = (typeof driverErrorCodes)[number];

/** Optional facts of a DriverError. */
export interface DriverErrorFacts {
  readonly cause?: unknown;
  /** Number of the configuration line at which it happened, from 1. */
  readonly line?: number;
  /**
   * What the device had written before the error: the transcript of a configuration, or the output of a
   * command.
   */
  readonly output?: string;
  /** See DriverError. Default: true, because most errors are those of an open connection. */
  readonly isAuthenticated?: boolean;
}

/**
 * Every error of this library. `message` is safe to show to the caller: it contains no secret. A
 * configuration line can contain one, so its text is in `cause` only.
 */
export class DriverError extends Error {
  override readonly name = 'DriverError';
  readonly code: DriverErrorCode;
  readonly line: number | undefined;
  readonly output: string | undefined;
  /**
   * Whether SSH authentication had succeeded when it happened. If so, the device was reached, whatever the
   * code; if not, a device that did not answer or finish is one that was not reached.
   */
  readonly isAuthenticated: boolean;

  constructor(code: DriverErrorCode, message: string, facts: DriverErrorFacts = {}) {
    const { cause, line, output, isAuthenticated = true } = facts;
    super(message, { cause });
    this.code = code;
    this.line = line;
    this.output = output;
    this.isAuthenticated = isAuthenticated;
  }
}
