import {
  httpErrors,
  jobStatuses,
  type ErrorBody,
  type Health,
  type HttpErrorCode,
  type JobAccepted,
  type JobResult,
} from '@naas/contract';
import { ClientError } from './client-error.js';
import type { HttpAnswer } from './transport.js';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isHttpErrorCode = (code: string): code is HttpErrorCode => Object.hasOwn(httpErrors, code);

// The API is trusted to keep its contract: these checks only detect answers of another server.
export const isJobResult = (value: unknown): value is JobResult =>
  isObject(value) &&
  typeof value['job_id'] === 'string' &&
  jobStatuses.some((status) => status === value['status']);
export const isJobAccepted = (value: unknown): value is JobAccepted =>
  isObject(value) &&
  typeof value['job_id'] === 'string' &&
  typeof value['enqueued_at'] === 'string' &&
  !('status' in value);
export const isHealth = (value: unknown): value is Health =>
  isObject(value) && typeof value['status'] === 'string' && isObject(value['components']);
const isErrorBody = (value: unknown): value is ErrorBody =>
  isObject(value) && typeof value['error'] === 'string' && typeof value['code'] === 'string';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the body of an answer as the expected type. Throws the API's own codes, API_ERROR, BAD_ANSWER. */
export function readAnswer<Body>(
  answer: HttpAnswer,
  isExpected: (value: unknown) => value is Body,
  origin: string,
): Body {
  const value = parseJson(answer.text);
  if (answer.status < 300 && isExpected(value)) return value;
  throw answerError(answer, value, origin);
}

/** Accepts an answer without a body; throws like readAnswer. */
export function readEmptyAnswer(answer: HttpAnswer, origin: string): void {
  if (answer.status !== 204) throw answerError(answer, parseJson(answer.text), origin);
}

function answerError(answer: HttpAnswer, value: unknown, origin: string): ClientError {
  const { status, retryAfterMs, contentType } = answer;
  const common = { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  if (status >= 400 && isErrorBody(value)) {
    const known = isHttpErrorCode(value.code) ? value.code : undefined;
    const retryable = known === undefined ? status === 429 || status === 503 : httpErrors[known].retryable;
    return new ClientError({
      ...common,
      code: known ?? 'API_ERROR',
      fact: value.error,
      body: value,
      retryable,
    });
  }
  return new ClientError({
    ...common,
    code: 'BAD_ANSWER',
    fact: `the answer of ${origin} did not come from NAAS (HTTP ${status}, ${contentType || 'no content type'})`,
    advice: 'check the URL and any proxy on the way',
    // A proxy answers like this while it cannot reach the API.
    retryable: status >= 502,
  });
}
