import { AuthError } from '@naas/auth';
import type { JobStatus } from '@naas/contract';
import { LargeJob, LargeResult, type FoundJob } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { waitSeconds } from '../http/prefer.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** How long a request waits until it may send a large result, in milliseconds. */
const placeWaitMs = 30_000;
/** The same after `Prefer: wait`, so that the answer still comes before the usual limit of proxies, 60 s. */
const placeWaitAfterPreferMs = 10_000;

/** Retry-After in seconds, when the maximum number of large results is being sent. */
const retryAfterSeconds = '5';

/** The body of a response with a job's result. */
export type ResultBody = Pick<Response, 'json' | 'pieces'>;

/** Services that resultBody() needs. */
type ResultServices = Pick<Services, 'largeResults' | 'stopping'>;

export const statusOf = (found: FoundJob): JobStatus =>
  found instanceof LargeJob ? found.status : found.result.status;

/** The pieces until the caller's key is revoked. Fails then: what is missing must not look like the end. */
async function* until(
  gone: AbortSignal,
  pieces: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<string | Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    if (gone.reason instanceof AuthError) throw gone.reason;
    yield piece;
  }
}

/**
 * The body with the result of a job. A large one is in pieces, and takes one of the places for large results,
 * until the response is closed.
 * @throws ApiError TOO_MANY_STREAMS when no place became free in time; NOT_FOUND when the job has expired.
 */
export async function resultBody(
  found: FoundJob,
  request: CallerRequest<unknown>,
  { largeResults, stopping }: ResultServices,
): Promise<ResultBody> {
  if (!(found instanceof LargeJob)) return { json: found.result };
  const gone = request.gone();
  const waitMs = waitSeconds(request.headers['prefer']) > 0 ? placeWaitAfterPreferMs : placeWaitMs;
  if (!(await largeResults.take(request.principal.identity, { gone, stopping, waitMs }))) {
    throw new ApiError(
      'TOO_MANY_STREAMS',
      'This API sends as many large results as it can at a time; try again shortly.',
      { headers: { 'Retry-After': retryAfterSeconds } },
    );
  }
  const opened = await found.open(gone);
  if (!opened) throw new ApiError('NOT_FOUND', 'There is no such job; it may have expired.');
  return opened instanceof LargeResult ? { pieces: until(gone, opened.pieces()) } : { json: opened.result };
}
