import type { JobAccepted, JobResult } from '@naas/client';
import { awaitJob, jobExitCode } from './await-job.js';
import { callApi, type Api } from './call-api.js';
import type { Credentials } from './input/credentials.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { fetchCommand } from './fetch-command.js';
import type { ApiOptions, FormatOptions, SubmitOptions } from './options.js';
import { startProgress } from './report/progress.js';
import type { Report } from './report/report.js';

/** Submits one job; resolves to the answer of the API. */
export type Submit = (api: Api) => Promise<JobAccepted | JobResult>;

type JobOptions = ApiOptions & FormatOptions & SubmitOptions;

/** What every command that submits a job does: submit, wait, report. */
export async function runJob(
  credentials: Credentials,
  options: JobOptions,
  submit: Submit,
): Promise<ExitCode> {
  return callApi(options, credentials, async (api) => {
    const outcome = await submitAndWait(api, options, submit);
    if (!('status' in outcome)) {
      api.report.accepted(outcome, fetchAdvice(outcome.job_id, options));
      return exitCodes.ok;
    }
    api.report.job(outcome);
    return jobExitCode(outcome);
  });
}

async function submitAndWait(
  api: Api,
  options: JobOptions,
  submit: Submit,
): Promise<JobAccepted | JobResult> {
  const progress = startProgress('submitting');
  try {
    const answer = await submit(api);
    if ('status' in answer) return answer;
    noteEarlierJob(answer, api.report);
    if (!options.wait) return answer;
    progress.set('queued');
    return await awaitJob(api, answer.job_id, {
      timeoutSeconds: options.timeout,
      progress,
      advice: fetchAdvice(answer.job_id, options),
    });
  } finally {
    progress.stop();
  }
}

function noteEarlierJob({ job_id: jobId, idempotent, deduplicated }: JobAccepted, report: Report): void {
  if (idempotent)
    report.note(`this idempotency key belongs to the earlier job ${jobId}; no new job was made.`);
  if (deduplicated)
    report.note(`an equal request is in flight already as job ${jobId}; no new job was made.`);
}

const fetchAdvice = (jobId: string, options: ApiOptions): string =>
  `Fetch it with: ${fetchCommand(jobId, options)}`;
