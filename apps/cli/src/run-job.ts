import type { JobAccepted, JobResult, NaasClient } from '@naas/client';
import { awaitJob, jobExitCode } from './await-job.js';
import type { Credentials } from './credentials.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { fetchCommand } from './fetch-command.js';
import { catchInterrupt } from './interrupt.js';
import { apiUrl, isClearText, openClient } from './open-client.js';
import type { ApiOptions, FormOptions, SubmitOptions } from './options.js';
import { chooseReport } from './report/choose-report.js';
import { startProgress } from './report/progress.js';
import type { Report } from './report/report.js';

/** Submits one job and gives what the API answered. */
export type Submit = (client: NaasClient, signal: AbortSignal) => Promise<JobAccepted | JobResult>;

type JobOptions = ApiOptions & FormOptions & SubmitOptions;

/** What every command that submits a job does: submit, wait, report. */
export async function runJob(credentials: Credentials, options: JobOptions, submit: Submit): Promise<ExitCode> {
  const report = chooseReport(options);
  if (isClearText(apiUrl(options))) report.note(`warning: the password goes to ${apiUrl(options)} in clear text; use https.`);
  const client = await openClient(options, credentials);
  try {
    const outcome = await submitAndWait(client, options, { submit, report });
    if (!('status' in outcome)) {
      report.accepted(outcome, fetchAdvice(outcome.job_id, options));
      return exitCodes.ok;
    }
    report.job(outcome);
    return jobExitCode(outcome);
  } finally {
    await client.close();
  }
}

interface Parts {
  readonly submit: Submit;
  readonly report: Report;
}

async function submitAndWait(client: NaasClient, options: JobOptions, { submit, report }: Parts): Promise<JobAccepted | JobResult> {
  const interrupt = catchInterrupt();
  const progress = startProgress('submitting');
  try {
    const answer = await submit(client, interrupt.signal);
    if ('status' in answer) return answer;
    noteEarlierJob(answer, report);
    if (!options.wait) return answer;
    progress.set('queued');
    const advice = `It goes on. ${fetchAdvice(answer.job_id, options)}`;
    return await awaitJob(client, answer.job_id, { timeoutSeconds: options.timeout, progress, signal: interrupt.signal, advice });
  } finally {
    progress.stop();
    interrupt.release();
  }
}

function noteEarlierJob({ job_id: jobId, idempotent, deduplicated }: JobAccepted, report: Report): void {
  if (idempotent) report.note(`this idempotency key belongs to the earlier job ${jobId}; nothing new was queued.`);
  if (deduplicated) report.note(`an equal request is under way already; this is its job ${jobId}.`);
}

const fetchAdvice = (jobId: string, options: ApiOptions): string => `Fetch it with: ${fetchCommand(jobId, options)}`;
