import { waitForEnd } from '@naas/core';
import type { Services } from '../services.js';

/**
 * Holds until a job has ended, the time is over, the client has gone or the process stops. Rejects with
 * Redis's error when Redis fails at the start; a Redis that is lost in the middle is waited for.
 */
export async function waitForJob(
  { jobs, subscriptions, stopping }: Pick<Services, 'jobs' | 'subscriptions' | 'stopping'>,
  jobId: string,
  { seconds, gone }: { readonly seconds: number; readonly gone: AbortSignal },
): Promise<void> {
  const ends = { signals: { stopping, gone }, timeoutMs: seconds * 1000 };
  await waitForEnd({ jobs, subscriptions }, jobId, ends);
}
