import { hasEnded, type JobStatus } from '@naas/contract';
import type { Jobs } from './jobs.js';
import { keys } from './keys.js';
import type { Subscriptions } from './subscriptions.js';

/**
 * Waits until a job has ended, at most for a time. It listens first and looks then, so that an end between the two
 * is not missed.
 * @returns whether the job has ended (or is gone).
 */
export async function waitForEnd(
  { jobs, subscriptions }: { readonly jobs: Jobs; readonly subscriptions: Subscriptions },
  jobId: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<boolean> {
  const stop = new AbortController();
  const ended = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs);
    const giveUp = (): void => resolve(false);
    signal?.addEventListener('abort', giveUp, { once: true });
    stop.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      resolve(true);
    });
  });
  const unlisten = await subscriptions.listen(keys.wake(jobId), (message) => {
    if (hasEnded(message as JobStatus)) stop.abort(); // other words are no final status
  });
  try {
    const now = await jobs.peek(jobId);
    if (!now || hasEnded(now.status)) return true;
    return signal?.aborted ? false : await ended;
  } finally {
    unlisten();
    stop.abort();
  }
}
