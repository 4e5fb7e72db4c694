import { isConfiguration, type JobEnd, type JobRequest } from '@naas/core';
import { DriverError, type DriverErrorCode } from '@naas/device-drivers';
import type { JobErrorCode } from '@naas/contract';
import type { Run, StopReason } from './claims.js';
import { JobFailure } from './job-failure.js';

/**
 * The job error of each driver error: the same name, except for errors that only a defect in NAAS can cause
 * here.
 */
export const jobCodeOf: Readonly<Record<DriverErrorCode, JobErrorCode>> = {
  CONNECTION_TIMEOUT: 'CONNECTION_TIMEOUT',
  CONNECTION_REFUSED: 'CONNECTION_REFUSED',
  HOST_NOT_FOUND: 'HOST_NOT_FOUND',
  CONNECTION_LOST: 'CONNECTION_LOST',
  AUTH_FAILURE: 'AUTH_FAILURE',
  PASSWORD_EXPIRED: 'PASSWORD_EXPIRED',
  HOST_KEY_MISMATCH: 'HOST_KEY_MISMATCH',
  SSH_ERROR: 'SSH_ERROR',
  ENABLE_FAILED: 'ENABLE_FAILED',
  READ_TIMEOUT: 'READ_TIMEOUT',
  CONFIG_REJECTED: 'CONFIG_REJECTED',
  OUTPUT_TOO_LARGE: 'OUTPUT_TOO_LARGE',
  UNSUPPORTED: 'UNKNOWN',
  ABORTED: 'UNKNOWN',
};

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
  if (driverError) return failed(jobCodeOf[driverError.code], driverError.message);
  if (error instanceof JobFailure) return failed(error.code, `${error.message}.`);
  return failed(
    'UNKNOWN',
    "The job ended because of a defect in NAAS; the worker's log has the details under this job id.",
  );
}

const failed = (code: JobErrorCode, message: string): JobEnd => ({ status: 'failed', code, message });
