import { stderr, stdout } from 'node:process';
import type { Failure } from '../failure.js';
import { healthText } from './health-text.js';
import { jobFailureLines, jobText } from './job-text.js';
import { paintFor } from './paint.js';
import { printable } from './printable.js';
import type { Report } from './report.js';

/** Prints a sentence to standard error, and the other lines indented below it. */
export function writeError(lines: readonly string[]): void {
  const [sentence = '', ...more] = lines.map(printable);
  stderr.write(
    `${paintFor(stderr).red('naas:')} ${sentence}\n${more.map((line) => `      ${line}\n`).join('')}`,
  );
}

/** Prints text for people. */
export function textReport(): Report {
  const paint = paintFor(stdout);
  return {
    accepted: (job, advice) => {
      stdout.write(`${job.job_id}\n`);
      if (stderr.isTTY) stderr.write(`${advice}\n`);
    },
    job: (job) => {
      stdout.write(jobText(job, paint));
      if (job.status === 'failed' || job.status === 'cancelled') writeError(jobFailureLines(job));
    },
    cancelled: (jobId) => void stdout.write(`cancelled, job ${jobId}\n`),
    health: (health) => void stdout.write(healthText(health, paint)),
    note: (text) => void stderr.write(`naas: ${text}\n`),
    failure: ({ sentence, more }: Failure) => writeError([sentence, ...more]),
  };
}
