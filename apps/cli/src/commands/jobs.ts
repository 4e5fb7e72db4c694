import { awaitJob, jobExitCode } from '../await-job.js';
import { callApi } from '../call-api.js';
import { findCredentials } from '../input/credentials.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { fetchCommand } from '../fetch-command.js';
import type { JobsCancelOptions, JobsGetOptions } from '../options.js';
import { startProgress } from '../report/progress.js';

/** `naas jobs get`: shows a job: as it is now, or with --wait once it has ended. */
export async function getJob(jobId: string, options: JobsGetOptions): Promise<ExitCode> {
  const { wait, timeout: timeoutSeconds } = options;
  const advice = `Fetch it with: ${fetchCommand(jobId, options)}`;
  return callApi(options, await findCredentials(options), async (api) => {
    const progress = startProgress('fetching');
    const request = wait
      ? awaitJob(api, jobId, { timeoutSeconds, progress, advice })
      : api.client.getJob(jobId, { signal: api.signal });
    const job = await request.finally(progress.stop);
    api.report.job(job);
    return jobExitCode(job);
  });
}

/** `naas jobs cancel`: cancels a job that has not ended. */
export async function cancelJob(jobId: string, options: JobsCancelOptions): Promise<ExitCode> {
  return callApi(options, await findCredentials(options), async ({ client, signal, report }) => {
    await client.cancelJob(jobId, { signal });
    report.cancelled(jobId);
    return exitCodes.ok;
  });
}
