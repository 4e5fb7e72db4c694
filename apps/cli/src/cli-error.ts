import { exitCodes, type ExitCode } from './exit-codes.js';

/** Codes of the errors that the command line itself finds. */
export type CliErrorCode = 'USAGE' | 'TIMEOUT' | 'INTERRUPTED';

const exitCodeOf: Readonly<Record<CliErrorCode, ExitCode>> = {
  USAGE: exitCodes.apiError,
  TIMEOUT: exitCodes.timedOut,
  INTERRUPTED: exitCodes.interrupted,
};

/** An error that ends the command with one sentence. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly code: CliErrorCode,
    message: string,
  ) {
    super(message);
  }

  get exitCode(): ExitCode {
    return exitCodeOf[this.code];
  }
}

/** Makes the error for wrong usage of the command line. */
export const usageError = (message: string): CliError => new CliError('USAGE', message);

/** An error with advice about the job that it left behind. */
export class JobLeftBehind extends Error {
  override readonly name = 'JobLeftBehind';

  constructor(
    override readonly cause: unknown,
    readonly advice: string,
    readonly jobId?: string,
  ) {
    super('a job is left behind', { cause });
  }
}
