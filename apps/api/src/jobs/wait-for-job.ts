import { waitForEnd } from '@naas/core';
import type { Services } from '../services.js';

/** Resolves when a signal is aborted. */
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/**
 * Holds until a job has ended, the time is over, the client has gone or the process stops. Rejects with
 * Redis's error when Redis fails at the start; a Redis that is lost in the middle is waited for.
 */
export async function waitForJob(
  { jobs, subscriptions, stopping }: Pick<Services, 'jobs' | 'subscriptions' | 'stopping'>,
  jobId: string,
  { seconds, gone }: { readonly seconds: number; readonly gone: AbortSignal },
): Promise<void> {
  const timeoutMs = seconds * 1000;
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  const timer = setTimeout(abort, timeoutMs);
  const signals = [stopping, gone];
  for (const signal of signals) {
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
  }
  try {
    // Listening takes as long as a lost Redis stays away; the race ends the wait all the same.
    if (!stop.signal.aborted)
      await Promise.race([
        waitForEnd({ jobs, subscriptions }, jobId, { timeoutMs, signal: stop.signal }),
        aborted(stop.signal),
      ]);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', abort);
    abort();
  }
}
