import { ClientError, type ClientErrorCode, type JobResult, type JobStatus } from '@naas/client';
import type { Api } from './call-api.js';
import { CliError, JobLeftBehind } from './cli-error.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import type { Progress } from './report/progress.js';

/** How a job is waited for. */
export interface AwaitOptions {
  readonly timeoutSeconds: number;
  readonly progress: Progress;
  /** Says how to fetch the job later. */
  readonly advice: string;
}

/** After these there is no job of this caller that could go on. */
const finalCodes: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'NOT_FOUND',
  'FORBIDDEN',
  'UNAUTHENTICATED',
]);

/**
 * Waits for the end of a job. Throws JobLeftBehind when something ends the wait early and the job goes on.
 */
export async function awaitJob(
  { client, signal }: Api,
  jobId: string,
  options: AwaitOptions,
): Promise<JobResult> {
  const { timeoutSeconds, progress, advice } = options;
  // Following the status costs a request a second: only for somebody who watches.
  const follow = progress.isShown ? { onStatus: (status: JobStatus) => progress.set(status) } : {};
  try {
    return await client.waitForJob(jobId, { timeoutMs: timeoutSeconds * 1000, signal, ...follow });
  } catch (error) {
    if (error instanceof ClientError && finalCodes.has(error.code)) throw error;
    const hasTimedOut = error instanceof ClientError && error.code === 'TIMEOUT' && error.jobId !== undefined;
    const reason = hasTimedOut
      ? new CliError('TIMEOUT', `job ${jobId} has not ended within ${timeoutSeconds} s.`)
      : error;
    throw new JobLeftBehind(reason, `It goes on. ${advice}`, jobId);
  }
}

/** How a process ends that has shown this job. */
export function jobExitCode({ status }: JobResult): ExitCode {
  return status === 'failed' || status === 'cancelled' ? exitCodes.jobFailed : exitCodes.ok;
}
