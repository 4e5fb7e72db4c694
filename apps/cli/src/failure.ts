import { ClientError, type ClientErrorCode } from '@naas/client';
import { CliError, JobLeftBehind } from './cli-error.js';
import { exitCodes, type ExitCode } from './exit-codes.js';

/** Why a command ended early, ready to be printed as text or JSON. */
export interface Failure {
  readonly exitCode: ExitCode;
  /** One sentence that says what to do. */
  readonly sentence: string;
  /** Further lines, printed below the sentence. */
  readonly more: readonly string[];
  /** The error body of the API, or one like it. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** Our advice, in place of advice of the client package that names options of the package. */
const adviceByCode: Partial<Record<ClientErrorCode, string>> = {
  TLS_UNTRUSTED: 'trust it with --ca-file FILE (NAAS_CA_BUNDLE), or skip the check with --insecure.',
  TIMEOUT: 'try again later.',
};

/** Describes any error to the user. */
export function toFailure(error: unknown): Failure {
  if (error instanceof JobLeftBehind) return withAdvice(toFailure(error.cause), error);
  if (error instanceof ClientError) return clientFailure(error);
  if (error instanceof CliError) return simpleFailure(error.exitCode, error.code, error.message);
  const text = error instanceof Error ? error.message : String(error);
  return simpleFailure(exitCodes.apiError, 'UNKNOWN', `internal error: ${text}`);
}

function simpleFailure(exitCode: ExitCode, code: string, sentence: string): Failure {
  return { exitCode, sentence, more: [], body: { error: sentence, code } };
}

function withAdvice(failure: Failure, { advice, jobId }: JobLeftBehind): Failure {
  const body = { ...failure.body, advice, ...(jobId === undefined ? {} : { job_id: jobId }) };
  return { ...failure, more: [...failure.more, advice], body };
}

function clientFailure(error: ClientError): Failure {
  const isNotAllowed = error.status === 401 || error.status === 403;
  const ownAdvice = adviceByCode[error.code];
  const sentence = ownAdvice === undefined ? error.message : `${error.fact}; ${ownAdvice}`;
  const retry =
    error.retryAfterMs === undefined ? [] : [`Try again in ${Math.ceil(error.retryAfterMs / 1000)} s.`];
  const request =
    error.requestId === undefined ? [] : [`See request ${error.requestId} in the log of the API.`];
  return {
    exitCode: isNotAllowed ? exitCodes.notAllowed : exitCodes.apiError,
    sentence,
    more: [
      ...(error.details.length < 2 ? [] : error.details).map(
        ({ path, message }) => `${path || 'body'}: ${message}`,
      ),
      ...retry,
      ...(error.code === 'INTERNAL_ERROR' ? request : []),
    ],
    body:
      error.body === undefined
        ? {
            error: sentence,
            code: error.code,
            ...(error.status === undefined ? {} : { status: error.status }),
          }
        : { ...error.body },
  };
}
