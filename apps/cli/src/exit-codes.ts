/** What the process ends with; scripts rely on these. */
export const exitCodes = {
  ok: 0,
  /** The job failed or was cancelled. */
  jobFailed: 1,
  /** The API refused, could not be reached or is not healthy; also a wrong use of the command line. */
  apiError: 2,
  /** The API answered 401 or 403. */
  notAllowed: 3,
  /** The job had not ended within --timeout; it goes on. */
  timedOut: 4,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
