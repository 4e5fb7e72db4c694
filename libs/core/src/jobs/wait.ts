import { hasEnded, type JobStatus } from '@naas/contract';
import type { Jobs } from './jobs.js';
import { keys } from '../keys.js';
import { isRedisUnavailable } from '../redis/trouble.js';
import type { Subscriptions } from '../redis/subscriptions.js';

/**
 * A word published while the connection was down is lost: the record is looked at this often besides, in
 * milliseconds.
 */
const lookAgainMs = 1000;

/**
 * Waits until a job has ended, at most for a time. It listens first and looks then, so that an end between
 * the two is not missed; nor is one while Redis was away.
 * @returns whether the job has ended (or is gone).
 */
export async function waitForEnd(
  { jobs, subscriptions }: { readonly jobs: Pick<Jobs, 'peek'>; readonly subscriptions: Subscriptions },
  jobId: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<boolean> {
  const over = new AbortController();
  const look = async (): Promise<boolean> => {
    const now = await jobs.peek(jobId);
    return !now || hasEnded(now.status);
  };
  const unlisten = await subscriptions.listen(keys.wake(jobId), (message) => {
    if (hasEnded(message as JobStatus)) over.abort(); // other words are no final status
  });
  try {
    if (await look()) return true;
    return await endOrTime({ over: over.signal, look, timeoutMs, signal });
  } finally {
    unlisten();
  }
}

interface Wait {
  /** Aborted when the job has ended. */
  readonly over: AbortSignal;
  readonly look: () => Promise<boolean>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

function endOrTime({ over, look, timeoutMs, signal }: Wait): Promise<boolean> {
  return new Promise<boolean>((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      clearInterval(again);
      over.removeEventListener('abort', onOver);
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const onOver = (): void => end(() => resolve(true));
    const onAbort = (): void => end(() => resolve(false));
    const lookAgain = (): void =>
      void look().then(
        (isEnded) => isEnded && onOver(),
        (error: unknown) =>
          isRedisUnavailable(error) ||
          // the next look may find it back
          end(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
    const timer = setTimeout(onAbort, timeoutMs);
    const again = setInterval(lookAgain, lookAgainMs);
    over.addEventListener('abort', onOver);
    signal?.addEventListener('abort', onAbort);
    if (over.aborted) onOver();
    else if (signal?.aborted) onAbort();
  });
}
