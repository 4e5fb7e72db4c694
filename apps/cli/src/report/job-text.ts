import type { JobOutput, JobResult } from '@naas/client';
import { duration } from './duration.js';
import type { Paint } from './paint.js';
import { printable } from './printable.js';

/** What the contract calls the steps of a configuration job. */
const stepNames: Readonly<Record<string, string>> = {
  config_set_output: 'configuration',
  commit_output: 'commit',
  save_output: 'save',
};

/** A job for people: each output under its heading, then one line about the whole. */
export function jobText(job: JobResult, paint: Paint): string {
  return [...(job.outputs ?? []).map((output) => outputText(output, paint)), summary(job, paint)].join('\n');
}

/** Why a job did not finish, in lines; the first is the sentence. */
export function jobFailureLines(job: JobResult): readonly string[] {
  if (job.status === 'cancelled')
    return [`job ${job.job_id} was cancelled${job.error === null ? '.' : `: ${printable(job.error)}`}`];
  const code = job.error_code ?? 'UNKNOWN';
  const retry = job.error_retryable
    ? 'Retryable: the same request may succeed later.'
    : 'Not retryable as it is: see to the cause first.';
  return [
    `job ${job.job_id} failed with ${code}: ${printable(job.error ?? 'no reason given')}`,
    retry,
    doneBefore(job.outputs ?? []),
  ];
}

function doneBefore(outputs: readonly JobOutput[]): string {
  if (outputs.length === 0) return 'Nothing came back from the device before that.';
  return `What came back before that is shown above: ${outputs.map(({ command }) => nameOf(command)).join(', ')}.`;
}

const nameOf = (command: string): string => printable(stepNames[command] ?? command);

function outputText({ command, output, refused, duration_ms: durationMs }: JobOutput, paint: Paint): string {
  const text = printable(output);
  const mark = refused ? paint.yellow('refused by the device, ') : '';
  return (
    `${paint.bold(`==> ${nameOf(command)}`)} ` +
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
