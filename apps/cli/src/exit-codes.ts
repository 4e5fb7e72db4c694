/** Exit codes of the process; scripts rely on them. */
export const exitCodes = {
  ok: 0,
  /** The job failed or was cancelled. */
  jobFailed: 1,
  /** The API refused, could not be reached or is not healthy; also wrong usage of the command line. */
  apiError: 2,
  /** The API answered 401 or 403. */
  notAllowed: 3,
  /** The job did not end within --timeout; it continues. */
  timedOut: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
