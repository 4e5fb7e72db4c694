import type { JobOutput, JobResult } from '@naas/client';
import { duration } from './duration.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';

/** Titles of the steps of a configuration job, by their names in the contract. */
const stepTitles: Readonly<Record<string, string>> = {
  config_set_output: 'configuration',
  commit_output: 'commit',
  save_output: 'save',
};

/** A job for people: each output under its heading, then a summary line. */
export function jobText(job: JobResult, paint: Paint): string {
  return [...(job.outputs ?? []).map((output) => outputText(output, paint)), summary(job, paint)].join('\n');
}

/** Lines that say why a job did not finish; the first is a whole sentence. */
export function jobFailureLines(job: JobResult): readonly string[] {
  if (job.status === 'cancelled')
    return [`job ${job.job_id} was cancelled${job.error === null ? '.' : `: ${printable(job.error)}`}`];
  const code = job.error_code ?? 'UNKNOWN';
  const retry = job.error_retryable
    ? 'Retryable: the same request may succeed later.'
    : 'Not retryable: fix the cause first.';
  return [
    `job ${job.job_id} failed with ${code}: ${printable(job.error ?? 'no reason given')}`,
    retry,
    outputsBefore(job.outputs ?? []),
  ];
}

function outputsBefore(outputs: readonly JobOutput[]): string {
  if (outputs.length === 0) return 'The device gave no output before that.';
  return `The output before that is shown above: ${outputs.map(({ command }) => titleOf(command)).join(', ')}.`;
}

const titleOf = (command: string): string => printable(stepTitles[command] ?? command);

function outputText({ command, output, refused, duration_ms: durationMs }: JobOutput, paint: Paint): string {
  const text = printable(output);
  const mark = refused ? paint.yellow('refused by the device, ') : '';
  return (
    `${paint.bold(`==> ${titleOf(command)}`)} ` +
    `${paint.dim('(')}${mark}${paint.dim(`${duration(durationMs)})`)}\n` +
    `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}`
  );
}

function summary(job: JobResult, paint: Paint): string {
  const { job_id, status, host, port, platform, duration_ms: durationMs, detected_platform: detected } = job;
  const colour = {
    finished: paint.green,
    failed: paint.red,
    cancelled: paint.yellow,
    queued: paint.bold,
    started: paint.bold,
  }[status];
  const took = durationMs === null ? '' : ` in ${duration(durationMs)}`;
  const target = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  const refused = (job.outputs ?? []).filter((output) => output.refused).length;
  const mark = refused === 0 ? '' : paint.yellow(`, ${refused} refused by the device`);
  return `${colour(status)}${took}${mark}, ${target} ${detected ?? platform}, job ${job_id}\n`;
}
