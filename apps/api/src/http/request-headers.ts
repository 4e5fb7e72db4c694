import type { IncomingHttpHeaders } from 'node:http';
import { limits } from '@naas/contract';
import { ApiError } from './api-error.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID, of any version and case. */
export const isUuid = (text: string): boolean => uuid.test(text);

/** The caller's X-Request-ID; undefined if there is none or it is not a UUID. */
export function givenRequestId(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['x-request-id'];
  return typeof given === 'string' && isUuid(given) ? given : undefined;
}

/** @throws ApiError INVALID_REQUEST when X-Request-ID is given but cannot become a job id. */
export function checkRequestId(headers: IncomingHttpHeaders): void {
  if (headers['x-request-id'] === undefined || givenRequestId(headers)) return;
  throw new ApiError(
    'INVALID_REQUEST',
    'X-Request-ID must be a UUID, such as 3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f; correct it or leave it out.',
  );
}

/**
 * The caller's idempotency key; null when there is none.
 * @throws ApiError INVALID_REQUEST when it is empty or too long.
 */
export function idempotencyKeyOf(headers: IncomingHttpHeaders): string | null {
  const given = headers['x-idempotency-key'];
  if (given === undefined) return null;
  if (typeof given !== 'string' || given === '' || given.length > limits.idempotencyKeyLength) {
    throw new ApiError(
      'INVALID_REQUEST',
      `X-Idempotency-Key must have 1 to ${limits.idempotencyKeyLength} characters; correct it or leave it out.`,
    );
  }
  return given;
}
