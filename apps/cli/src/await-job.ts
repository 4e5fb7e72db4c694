import { ClientError, type JobResult, type JobStatus, type NaasClient } from '@naas/client';
import { CliError, JobLeftBehind } from './cli-error.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import type { Progress } from './report/progress.js';

/** What a wait needs. */
export interface AwaitOptions {
  readonly timeoutSeconds: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Says how to fetch the job later. */
  readonly advice: string;
}

/** Waits for the end of a job. Whatever ends the wait early is thrown as JobLeftBehind. */
export async function awaitJob(client: NaasClient, jobId: string, options: AwaitOptions): Promise<JobResult> {
  const { timeoutSeconds, progress, signal, advice } = options;
  // Following the status costs a request a second: only for somebody who watches.
  const follow = progress.isShown ? { onStatus: (status: JobStatus) => progress.set(status) } : {};
  try {
    return await client.waitForJob(jobId, { timeoutMs: timeoutSeconds * 1000, signal, ...follow });
  } catch (error) {
    const hasTimedOut = error instanceof ClientError && error.code === 'TIMEOUT' && error.jobId !== undefined;
    const reason = hasTimedOut ? new CliError('TIMEOUT', `job ${jobId} has not ended within ${timeoutSeconds} s.`) : error;
    throw new JobLeftBehind(reason, advice, jobId);
  }
}

/** How a process ends that has shown this job. */
export function jobExitCode({ status }: JobResult): ExitCode {
  return status === 'failed' || status === 'cancelled' ? exitCodes.jobFailed : exitCodes.ok;
}
