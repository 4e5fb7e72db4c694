import { exitCodes, type ExitCode } from './exit-codes.js';

/** Codes of what the command line itself finds wrong. */
export type CliErrorCode = 'USAGE' | 'TIMEOUT' | 'INTERRUPTED';

const exitCodeOf: Readonly<Record<CliErrorCode, ExitCode>> = {
  USAGE: exitCodes.apiError,
  TIMEOUT: exitCodes.timedOut,
  INTERRUPTED: exitCodes.interrupted,
};

/** Ends the command with one sentence. */
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

/** A wrong use of the command line. */
export const usage = (message: string): CliError => new CliError('USAGE', message);

/** An error, and what can be done about the job it left behind. */
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
