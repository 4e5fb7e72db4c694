import { isConfiguration, type JobEnd, type JobRequest } from '@naas/core';
import { DriverError, type DriverErrorCode } from '@naas/device-drivers';
import type { JobErrorCode } from '@naas/contract';
import type { Run, StopReason } from './claims.js';
import { JobFailure } from './job-failure.js';

/** The job error of each driver error: the same name, but for those that only a defect of ours can bring here. */
export const jobCodeOf: Readonly<Record<DriverErrorCode, JobErrorCode>> = {
  CONNECTION_TIMEOUT: 'CONNECTION_TIMEOUT',
  CONNECTION_REFUSED: 'CONNECTION_REFUSED',
  HOST_NOT_FOUND: 'HOST_NOT_FOUND',
  CONNECTION_LOST: 'CONNECTION_LOST',
  AUTH_FAILURE: 'AUTH_FAILURE',
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
  shutdown: 'The worker was stopped and SHUTDOWN_TIMEOUT had passed',
  abandoned: 'The worker was ended at once',
};

interface Progress {
  readonly request: JobRequest;
  /** What the driver threw, if it did. */
  readonly error: DriverError | undefined;
  /** How many outputs had been stored. */
  readonly outputs: number;
  /** Stopped before a line was sent, not while it was answered. */
  readonly isBetweenLines: boolean;
}

/** How far a job came, as the end of a sentence. */
function progress({ request, error, outputs, isBetweenLines }: Progress): string {
  const total = request.commands.length;
  if (!isConfiguration(request)) return `${outputs} of ${total} commands had ended.`;
  if (error?.line === undefined) {
    return outputs > 0
      ? `all ${total} configuration lines had been sent; what was to follow (commit, save) may not have been done.`
      : 'no configuration line had been sent.';
  }
  const before = `${error.line - 1} of ${total} configuration lines`;
  return isBetweenLines
    ? `${before} had been sent. Look at the device before you submit the job again.`
    : `${before} had been accepted, and line ${error.line} may have reached the device. Look at it before you ` +
        'submit the job again.';
}

function stopped(reason: StopReason, detail: string): JobEnd {
  const message = `${reasons[reason]}; ${detail}`;
  if (reason === 'cancelled') return { status: 'cancelled', message };
  return failed(reason === 'timeout' ? 'JOB_TIMEOUT' : 'WORKER_LOST', message);
}

/**
 * How a run ends that could not be done: as cancelled, or failed with a code and a sentence.
 * @param outputs how many outputs had been stored
 */
export function endOf(run: Run, error: unknown, outputs: number): JobEnd {
  const driverError = error instanceof DriverError ? error : undefined;
  const came = { request: run.job.request, error: driverError, outputs };
  if (run.signal.aborted) {
    const reason = run.signal.reason as StopReason; // Claims aborts with no other reason
    return stopped(reason, progress({ ...came, isBetweenLines: false }));
  }
  if (driverError?.cause instanceof JobFailure) {
    const { code, message } = driverError.cause;
    return failed(code, `${message}; ${progress({ ...came, isBetweenLines: true })}`);
  }
  if (driverError) return failed(jobCodeOf[driverError.code], driverError.message);
  if (error instanceof JobFailure) return failed(error.code, `${error.message}.`);
  return failed(
    'UNKNOWN',
    'A defect in NAAS ended the job; the log of the worker has the details under its job id.',
  );
}

const failed = (code: JobErrorCode, message: string): JobEnd => ({ status: 'failed', code, message });
