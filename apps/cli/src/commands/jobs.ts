import type { NaasClient } from '@naas/client';
import { awaitJob, jobExitCode } from '../await-job.js';
import { findCredentials } from '../credentials.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { fetchCommand } from '../fetch-command.js';
import { catchInterrupt } from '../interrupt.js';
import { openClient } from '../open-client.js';
import type { ApiOptions, JobsCancelOptions, JobsGetOptions } from '../options.js';
import { chooseReport } from '../report/choose-report.js';
import { startProgress } from '../report/progress.js';

/** `naas jobs get`: shows a job as it is, or with --wait as it ends. */
export async function getJob(jobId: string, options: JobsGetOptions): Promise<ExitCode> {
  const { wait, timeout: timeoutSeconds } = options;
  return withClient(options, async (client, signal) => {
    const progress = startProgress('fetching');
    const advice = `It goes on. Fetch it with: ${fetchCommand(jobId, options)}`;
    const asked = wait ? awaitJob(client, jobId, { timeoutSeconds, progress, signal, advice }) : client.getJob(jobId, { signal });
    const job = await asked.finally(progress.stop);
    chooseReport(options).job(job);
    return jobExitCode(job);
  });
}

/** `naas jobs cancel`: ends a job that has not ended by itself. */
export async function cancelJob(jobId: string, options: JobsCancelOptions): Promise<ExitCode> {
  return withClient(options, async (client, signal) => {
    await client.cancelJob(jobId, { signal });
    chooseReport(options).cancelled(jobId);
    return exitCodes.ok;
  });
}

async function withClient(options: ApiOptions, run: (client: NaasClient, signal: AbortSignal) => Promise<ExitCode>): Promise<ExitCode> {
  const client = await openClient(options, await findCredentials(options));
  const interrupt = catchInterrupt();
  try {
    return await run(client, interrupt.signal);
  } finally {
    interrupt.release();
    await client.close();
  }
}
