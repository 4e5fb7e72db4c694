import type { JobRequest, SubmitRefusal } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import { rateHeaders, wholeSeconds } from './rate-headers.js';

/** Retry-After in seconds, when the queue is full or there is no worker. */
const retryAfterSeconds = '10';

type Target = Pick<JobRequest, 'host' | 'port' | 'context'>;

/** The error response for a refused submit. `targets`: the devices of the jobs, in order. */
export function submitRefusal(refusal: SubmitRefusal, targets: readonly Target[]): ApiError {
  const rate = rateHeaders(refusal.rate);
  const target = 'index' in refusal ? targets[refusal.index] : undefined;
  const device = target ? `${target.host} port ${target.port}` : 'this device';
  const context = target ? `the context "${target.context}"` : 'this context';
  switch (refusal.outcome) {
    case 'IDEMPOTENCY_MISMATCH':
      return new ApiError(
        'IDEMPOTENCY_MISMATCH',
        'This X-Idempotency-Key was used with another body or other device credentials. Use a new key for a new ' +
          'request; if this one was meant to repeat the first, read that job before you send it again.',
        { headers: rate },
      );
    case 'WITHDRAWN':
      return new ApiError('BACKEND_UNAVAILABLE', 'Redis did not answer in time; try again shortly.', {
        headers: { ...rate, 'Retry-After': '1' },
      });
    case 'DUPLICATE_REQUEST_ID':
      return new ApiError(
        'DUPLICATE_REQUEST_ID',
        'A job with this X-Request-ID already exists; send a new UUID or leave the header out.',
        { headers: rate },
      );
    case 'NO_WORKERS':
      return new ApiError(
        'NO_WORKERS',
        `No worker has served ${context} for 60 seconds; start one and try again.`,
        { headers: { ...rate, 'Retry-After': retryAfterSeconds } },
      );
    case 'QUEUE_FULL':
      return new ApiError('QUEUE_FULL', `The queue of ${context} is full; try again later.`, {
        headers: { ...rate, 'Retry-After': retryAfterSeconds },
      });
    case 'RATE_LIMITED': {
      const seconds = wholeSeconds(refusal.retryAfterMs);
      return new ApiError(
        'RATE_LIMITED',
        `You have reached the limit of ${refusal.rate?.limit ?? 0} jobs; try again in ${seconds} s.`,
        { headers: { ...rate, 'Retry-After': seconds } },
      );
    }
    case 'LOCKED_OUT':
      return lockedOut(refusal, device);
  }
}

function lockedOut(
  { subject, retryAfterMs, rate }: Extract<SubmitRefusal, { readonly outcome: 'LOCKED_OUT' }>,
  device: string,
): ApiError {
  const seconds = wholeSeconds(retryAfterMs);
  const why =
    subject === 'user'
      ? `The device ${device} has refused this user 10 times within 10 minutes`
      : `The device ${device} could not be reached 10 times within 10 minutes`;
  return new ApiError('LOCKED_OUT', `${why}; fix the cause and try again in ${seconds} s.`, {
    headers: { ...rateHeaders(rate), 'Retry-After': seconds },
  });
}
