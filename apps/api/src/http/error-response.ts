import { AuthError } from '@naas/auth';
import type { ErrorBody } from '@naas/contract';
import { redisTrouble, UnsealError, type Logger } from '@naas/core';
import { ApiError } from './api-error.js';
import type { Response } from '../route.js';

const challenge = { 'WWW-Authenticate': 'Basic realm="naas", Bearer' };

/** Retry-After while Redis is away, in seconds. */
const retryAfterSeconds = '1';

function asApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof AuthError)
    return new ApiError('UNAUTHENTICATED', error.message, { headers: challenge });
  // Express's router refuses a path it cannot decode, such as /v2/jobs/%FF.
  if (error instanceof URIError)
    return new ApiError('INVALID_REQUEST', 'The path is not valid percent-encoded UTF-8; correct the URL.');
  if (error instanceof UnsealError) {
    return new ApiError(
      'INTERNAL_ERROR',
      'The stored job cannot be decrypted, because its key is no longer in NAAS_ENCRYPTION_KEY or the record is ' +
        'damaged; restore the key, or submit the job again.',
    );
  }
  const trouble = redisTrouble(error);
  return trouble === null
    ? null
    : new ApiError('BACKEND_UNAVAILABLE', trouble, { headers: { 'Retry-After': retryAfterSeconds } });
}

/** Turns any thrown value into a response. Unexpected errors are logged and answer INTERNAL_ERROR. */
export function errorResponse(error: unknown, requestId: string, log: Logger): Response {
  const known = asApiError(error);
  // Log only the stack: other fields of Redis's errors hold the command with its arguments.
  if (!known) {
    log.error('request failed', {
      request_id: requestId,
      stack: error instanceof Error ? error.stack : 'not an Error',
    });
  }
  const { code, status, message, details, headers, jobId } =
    known ?? new ApiError('INTERNAL_ERROR', 'This is a defect in NAAS; report it with the request id.');
  const json: ErrorBody = {
    error: message,
    code,
    status,
    request_id: requestId,
    ...(jobId === undefined ? {} : { job_id: jobId }),
    ...(details ? { details } : {}),
  };
  return { status, headers, json };
}
