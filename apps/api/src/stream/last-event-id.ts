import type { IncomingHttpHeaders } from 'node:http';
import { isEventId } from '@naas/core';
import { ApiError } from '../http/api-error.js';

/**
 * The value of Last-Event-ID; null if it is absent or empty.
 * @throws ApiError INVALID_REQUEST when it does not have the form of an event id.
 */
export function lastEventIdOf(headers: IncomingHttpHeaders): string | null {
  const given = headers['last-event-id'];
  if (given === undefined || given === '') return null;
  if (typeof given === 'string' && isEventId(given)) return given;
  throw new ApiError(
    'INVALID_REQUEST',
    'Last-Event-ID must be the id of an event of this stream, such as 1767225600000-0; correct it or leave it out.',
  );
}
