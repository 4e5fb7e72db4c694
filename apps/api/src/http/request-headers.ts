import type { IncomingHttpHeaders } from 'node:http';
import { limits } from '@naas/contract';
import { ApiError } from './api-error.js';

const dashed = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const digits = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/**
 * A UUID of any version in its canonical form, in lower case with dashes, so that one id has one spelling;
 * undefined if the text is not a UUID, in any case, with or without dashes.
 */
export function canonicalUuid(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (dashed.test(lower)) return lower;
  return digits.test(lower) ? lower.replace(digits, '$1-$2-$3-$4-$5') : undefined;
}

/** The caller's X-Request-ID in canonical form; undefined if there is none or it is not a UUID. */
export function givenRequestId(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['x-request-id'];
  return typeof given === 'string' ? canonicalUuid(given) : undefined;
}

/** @throws ApiError INVALID_REQUEST when X-Request-ID is given but cannot become a job id. */
export function checkRequestId(headers: IncomingHttpHeaders): void {
  if (headers['x-request-id'] === undefined || givenRequestId(headers)) return;
  throw new ApiError(
    'INVALID_REQUEST',
    'X-Request-ID must be a UUID, such as 3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f, since it becomes the id of the ' +
      'job; correct it or leave it out.',
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

/**
 * Refuses a request that a page of another site made the browser send, with the credentials that the browser
 * keeps for this one. To be called where something is changed.
 * @throws ApiError FORBIDDEN
 */
export function checkSite(headers: IncomingHttpHeaders): void {
  if (headers['sec-fetch-site'] !== 'cross-site') return;
  throw new ApiError(
    'FORBIDDEN',
    'This request was sent by a page of another site (Sec-Fetch-Site: cross-site); send it from a program, or ' +
      'from a page of this one.',
  );
}
