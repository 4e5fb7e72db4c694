import { isConfiguration, type JobEnd, type JobRequest } from '@naas/core';
import { DriverError } from '@naas/device-drivers';
import { reachOf } from '../device/reach-of.js';
import { jobCodeOf } from './job-code.js';
import type { JobErrorCode } from '@naas/contract';
import type { Run, StopReason } from './claims.js';
import { JobFailure } from './job-failure.js';

const reasons: Readonly<Record<StopReason, string>> = {
  cancelled: 'The job was cancelled',
  timeout: 'The job took longer than JOB_TIMEOUT',
  'claim lost': 'This worker lost its claim on the job',
  shutdown: 'The worker was shutting down and SHUTDOWN_TIMEOUT passed',
  abandoned: 'The worker was forced to exit',
};

interface Progress {
  readonly request: JobRequest;
  /** The error that the driver threw, if any. */
  readonly error: DriverError | undefined;
  /** Number of stored outputs. */
  readonly outputs: number;
  /** Whether the job was stopped before a line was sent, not while the device answered it. */
  readonly isBetweenLines: boolean;
}

/** How far a job got, as the end of a sentence. */
function progressText({ request, error, outputs, isBetweenLines }: Progress): string {
  const total = request.commands.length;
  if (!isConfiguration(request)) return `${outputs} of ${total} commands had finished.`;
  if (error?.line === undefined) {
    return outputs > 0
      ? `all ${total} configuration lines had been sent; a commit or save after them may not have been done.`
      : 'no configuration line had been sent.';
  }
  const before = `${error.line - 1} of ${total} configuration lines`;
  return isBetweenLines
    ? `${before} had been sent. Check the device before you submit the job again.`
    : `${before} had been accepted, and line ${error.line} may have reached the device. Check it before you ` +
        'submit the job again.';
}

function stopped(reason: StopReason, detail: string): JobEnd {
  const message = `${reasons[reason]}; ${detail}`;
  if (reason === 'cancelled') return { status: 'cancelled', message };
  return failed(reason === 'timeout' ? 'JOB_TIMEOUT' : 'WORKER_LOST', message);
}

/**
 * The end of a run that did not finish: cancelled, or failed with a code and a sentence.
 * @param outputs number of stored outputs
 */
export function endOf(run: Run, error: unknown, outputs: number): JobEnd {
  const driverError = error instanceof DriverError ? error : undefined;
  const progress = { request: run.job.request, error: driverError, outputs };
  if (run.signal.aborted) {
    const reason = run.signal.reason as StopReason; // Claims aborts with no other reason
    return stopped(reason, progressText({ ...progress, isBetweenLines: false }));
  }
  if (driverError?.cause instanceof JobFailure) {
    const { code, message } = driverError.cause;
    return failed(code, `${message}; ${progressText({ ...progress, isBetweenLines: true })}`);
  }
  if (driverError) {
    const reach = reachOf(driverError, run.job.request);
    return { status: 'failed', code: jobCodeOf[driverError.code], message: driverError.message, reach };
  }
  if (error instanceof JobFailure) return failed(error.code, `${error.message}.`);
  return failed(
    'UNKNOWN',
    "The job ended because of a defect in NAAS; the worker's log has the details under this job id.",
  );
}

const failed = (code: JobErrorCode, message: string): JobEnd => ({ status: 'failed', code, message });
