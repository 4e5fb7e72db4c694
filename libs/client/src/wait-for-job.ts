import { hasEnded, limits, type JobResult, type JobStatus } from '@naas/contract';
import { ClientError } from './client-error.js';
import { withDeadline } from './deadline.js';
import { pause } from './pause.js';

/** How to wait for a job. */
export interface WaitOptions {
  /** Longest wait, in milliseconds; then TIMEOUT, and the job continues. */
  readonly timeoutMs: number;
  /**
   * Called with the first status and with each change, within about a second. Default: none, and one request
   * per minute instead of one per second.
   */
  readonly onStatus?: (status: JobStatus, job: JobResult) => void;
  readonly signal?: AbortSignal;
}

/** Reads a job, with an answer that the API holds for waitSeconds until the job has ended. */
export type ReadJob = (options: {
  readonly waitSeconds: number;
  readonly signal: AbortSignal;
}) => Promise<JobResult>;

/** Shortest time between two requests, for an API or proxy that does not hold its answer. */
const minRoundMs = 500;
/** Longest outage of the API, such as a restart, that a wait survives. */
const maxOutageMs = 30_000;

/** Polls until the job has ended. Throws TIMEOUT, and the errors of `readJob`. */
export async function waitForJob(jobId: string, options: WaitOptions, readJob: ReadJob): Promise<JobResult> {
  const { timeoutMs } = options;
  const fact = `job ${jobId} did not end within ${timeoutMs / 1000} s`;
  const error = () =>
    new ClientError({
      code: 'TIMEOUT',
      jobId,
      fact,
      advice: 'it continues; fetch it again later',
      retryable: true,
    });
  return withDeadline({ timeout: { milliseconds: timeoutMs, error }, signals: [options.signal] }, (signal) =>
    pollUntilEnd(options, readJob, signal),
  );
}

async function pollUntilEnd(
  { timeoutMs, onStatus }: WaitOptions,
  readJob: ReadJob,
  signal: AbortSignal,
): Promise<JobResult> {
  const endsAt = performance.now() + timeoutMs;
  let lastStatus: JobStatus | undefined;
  let outageSince: number | undefined;
  for (;;) {
    const startedAt = performance.now();
    // A proxy may give up on a long answer: after a failure, a short one shows whether the API is back.
    const maxWaitSeconds = onStatus === undefined && outageSince === undefined ? limits.waitSeconds : 1;
    const waitSeconds = Math.max(1, Math.min(maxWaitSeconds, Math.ceil((endsAt - startedAt) / 1000)));
    const job = await readJob({ waitSeconds, signal }).catch((error: unknown) => {
      outageSince ??= performance.now();
      if (!isOutage(error) || performance.now() - outageSince > maxOutageMs) throw error;
      return undefined;
    });
    if (job !== undefined) {
      outageSince = undefined;
      if (job.status !== lastStatus) onStatus?.(job.status, job);
      lastStatus = job.status;
      if (hasEnded(job.status)) return job;
    }
    await pause(minRoundMs - (performance.now() - startedAt), signal);
  }
}

/** Whether a later request may succeed. */
function isOutage(error: unknown): boolean {
  return error instanceof ClientError && error.retryable;
}
