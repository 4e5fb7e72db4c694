import { waitForEnd } from '@naas/core';
import type { Services } from '../services.js';

/**
 * Resolves when the job has ended, the time is up, the client has disconnected or the process stops. Rejects
 * with Redis's error if Redis cannot be reached at the start; if the connection is lost later, it keeps
 * waiting.
 */
export async function waitForJob(
  { jobs, subscriptions, stopping }: Pick<Services, 'jobs' | 'subscriptions' | 'stopping'>,
  jobId: string,
  { seconds, gone }: { readonly seconds: number; readonly gone: AbortSignal },
): Promise<void> {
  const ends = { signals: { stopping, gone }, timeoutMs: seconds * 1000 };
  await waitForEnd({ jobs, subscriptions }, jobId, ends);
}
