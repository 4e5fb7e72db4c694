import { hasEnded, limits, type JobResult, type JobStatus } from '@naas/contract';
import { ClientError } from './client-error.js';
import { withDeadline } from './deadline.js';
import { pause } from './pause.js';

/** How long and how closely a job is waited for. */
export interface WaitOptions {
  /** Milliseconds to wait in all; then TIMEOUT, and the job goes on. */
  readonly timeoutMs: number;
  /**
   * Told the status at first and on each change, within about a second; without it the API is asked once a
   * minute.
   */
  readonly onStatus?: (status: JobStatus, job: JobResult) => void;
  readonly signal?: AbortSignal;
}

/** Asks for a job and lets the API hold the answer. */
export type AskForJob = (options: {
  readonly waitSeconds: number;
  readonly signal: AbortSignal;
}) => Promise<JobResult>;

/** An API or proxy that does not hold the answer is not asked more often than this. */
const shortestRoundMs = 500;
/** How long the API may be away, as in a restart, while a job is waited for. */
const longestOutageMs = 30_000;

/** Asks until the job has ended. Throws TIMEOUT, and what asking throws. */
export async function waitForJob(jobId: string, options: WaitOptions, ask: AskForJob): Promise<JobResult> {
  const { timeoutMs } = options;
  const fact = `job ${jobId} has not ended within ${timeoutMs / 1000} s`;
  const error = () =>
    new ClientError({
      code: 'TIMEOUT',
      jobId,
      fact,
      advice: 'it goes on; ask for it again later',
      retryable: true,
    });
  return withDeadline({ timeout: { milliseconds: timeoutMs, error }, signals: [options.signal] }, (signal) =>
    pollUntilEnd(options, ask, signal),
  );
}

async function pollUntilEnd(
  { timeoutMs, onStatus }: WaitOptions,
  ask: AskForJob,
  signal: AbortSignal,
): Promise<JobResult> {
  const endsAt = performance.now() + timeoutMs;
  let lastStatus: JobStatus | undefined;
  let outageSince: number | undefined;
  for (;;) {
    const askedAt = performance.now();
    // A proxy may give up on long answers: after a failure a short one tells whether the API is there.
    const longestWaitSeconds = onStatus === undefined && outageSince === undefined ? limits.waitSeconds : 1;
    const waitSeconds = Math.max(1, Math.min(longestWaitSeconds, Math.ceil((endsAt - askedAt) / 1000)));
    const job = await ask({ waitSeconds, signal }).catch((error: unknown) => {
      outageSince ??= performance.now();
      if (!isOutage(error) || performance.now() - outageSince > longestOutageMs) throw error;
      return undefined;
    });
    if (job !== undefined) {
      outageSince = undefined;
      if (job.status !== lastStatus) onStatus?.(job.status, job);
      lastStatus = job.status;
      if (hasEnded(job.status)) return job;
    }
    await pause(shortestRoundMs - (performance.now() - askedAt), signal);
  }
}

/** No answer for the moment: asking again may help. */
function isOutage(error: unknown): boolean {
  return error instanceof ClientError && error.retryable;
}
