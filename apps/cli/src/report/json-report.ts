import { stderr, stdout } from 'node:process';
import { jobFailureLines } from './job-text.js';
import type { Report } from './report.js';
import { writeError } from './text-report.js';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const writeJson = (value: unknown): void => void stdout.write(json(value));

/** Prints the API's own bodies, for programs. Errors are JSON with --json and sentences without. */
export function jsonReport(hasJsonErrors: boolean): Report {
  return {
    accepted: writeJson,
    job: (job) => {
      writeJson(job);
      if (job.status !== 'failed' && job.status !== 'cancelled') return;
      if (hasJsonErrors)
        stderr.write(
          json({
            error: job.error ?? `The job was ${job.status}.`,
            code: job.error_code ?? job.status.toUpperCase(),
            job_id: job.job_id,
          }),
        );
      else writeError(jobFailureLines(job).slice(0, 1));
    },
    cancelled: (jobId) => writeJson({ job_id: jobId, status: 'cancelled' }),
    health: writeJson,
    note: (text) => void (hasJsonErrors || stderr.write(`naas: ${text}\n`)),
    failure: ({ sentence, more, body }) =>
      hasJsonErrors ? void stderr.write(json(body)) : writeError([sentence, ...more]),
  };
}
