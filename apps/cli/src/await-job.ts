import { ClientError, type ClientErrorCode, type JobResult, type JobStatus } from '@naas/client';
import type { Api } from './call-api.js';
import { CliError, JobLeftBehind } from './cli-error.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import type { Progress } from './report/progress.js';

/** How to wait for a job. */
export interface AwaitOptions {
  readonly timeoutSeconds: number;
  readonly progress: Progress;
  /** Sentence that says how to fetch the job later. */
  readonly advice: string;
}

/** Errors that mean that the caller cannot read this job at all. */
const finalCodes: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'NOT_FOUND',
  'FORBIDDEN',
  'UNAUTHENTICATED',
]);

/** Waits for the end of a job. Throws JobLeftBehind when the wait ends early while the job continues. */
export async function awaitJob(
  { client, signal }: Api,
  jobId: string,
  options: AwaitOptions,
): Promise<JobResult> {
  const { timeoutSeconds, progress, advice } = options;
  // Following the status costs one request per second, so it is done only when progress is shown.
  const follow = progress.isShown ? { onStatus: (status: JobStatus) => progress.set(status) } : {};
  try {
    return await client.waitForJob(jobId, { timeoutMs: timeoutSeconds * 1000, signal, ...follow });
  } catch (error) {
    if (error instanceof ClientError && finalCodes.has(error.code)) throw error;
    const hasTimedOut = error instanceof ClientError && error.code === 'TIMEOUT' && error.jobId !== undefined;
    const reason = hasTimedOut
      ? new CliError('TIMEOUT', `job ${jobId} did not end within ${timeoutSeconds} s.`)
      : error;
    throw new JobLeftBehind(reason, `The job continues. ${advice}`, jobId);
  }
}

/** Exit code of a command that has shown this job. */
export function jobExitCode({ status }: JobResult): ExitCode {
  return status === 'failed' || status === 'cancelled' ? exitCodes.jobFailed : exitCodes.ok;
}
