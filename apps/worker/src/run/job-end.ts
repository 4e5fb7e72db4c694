import type { JobEnd, JobRequest } from '@naas/core';
import { DriverError, type DriverErrorCode } from '@naas/device-drivers';
import type { JobErrorCode } from '@naas/contract';
import type { Run, StopReason } from './claims.js';
import { JobFailure } from './job-failure.js';

/**
 * Driver codes that are job error codes under the same name; the others depend on why this worker stopped the
 * run.
 */
type PlainCode = Exclude<DriverErrorCode, 'ABORTED' | 'UNSUPPORTED'> & JobErrorCode;

const isPlain = (code: DriverErrorCode): code is PlainCode => code !== 'ABORTED' && code !== 'UNSUPPORTED';

const reasons: Readonly<Record<StopReason, string>> = {
  cancelled: 'The job was cancelled',
  timeout: 'The job took longer than JOB_TIMEOUT',
  'claim lost': 'This worker lost its claim on the job',
  shutdown: 'The worker was stopped and SHUTDOWN_TIMEOUT had passed',
  abandoned: 'The worker was ended at once',
};

/**
 * How far a job came, in a sentence's end. `isBetween`: stopped before the line was sent, not while it was
 * answered.
 */
function progress(
  { kind, commands }: JobRequest,
  error: DriverError | undefined,
  { outputs, isBetween }: { readonly outputs: number; readonly isBetween: boolean },
): string {
  const total = commands.length;
  if (kind === 'send-command') return `${outputs} of ${total} commands had ended.`;
  if (outputs > 0 && error?.line === undefined)
    return `all ${total} configuration lines had been sent; what was to follow (commit, save) may not have been done.`;
  if (error?.line === undefined) return 'no configuration line had been sent.';
  const before = error.line - 1;
  if (isBetween)
    return (
      `${before} of ${total} configuration lines had been sent. Look at the device before you submit the job ` +
      'again.'
    );
  return (
    `${before} of ${total} configuration lines had been accepted, and line ${error.line} may have reached ` +
    'the device. Look at it before you submit the job again.'
  );
}

function stopped(reason: StopReason, detail: string): JobEnd {
  const message = `${reasons[reason]}; ${detail}`;
  if (reason === 'cancelled') return { status: 'cancelled', message };
  return { status: 'failed', code: reason === 'timeout' ? 'JOB_TIMEOUT' : 'WORKER_LOST', message };
}

/**
 * How a run ends that could not be done: as cancelled, or failed with a code and a sentence.
 * @param outputs how many outputs had been stored
 */
export function endOf(run: Run, error: unknown, outputs: number): JobEnd {
  const driverError = error instanceof DriverError ? error : undefined;
  if (run.signal.aborted) {
    const reason = run.signal.reason as StopReason; // Claims aborts with no other reason
    return stopped(reason, progress(run.job.request, driverError, { outputs, isBetween: false }));
  }
  if (driverError?.cause instanceof JobFailure) {
    const failure = driverError.cause;
    return {
      status: 'failed',
      code: failure.code,
      message: `${failure.message}; ${progress(run.job.request, driverError, { outputs, isBetween: true })}`,
    };
  }
  if (driverError)
    return {
      status: 'failed',
      code: isPlain(driverError.code) ? driverError.code : 'UNKNOWN',
      message: driverError.message,
    };
  if (error instanceof JobFailure)
    return { status: 'failed', code: error.code, message: `${error.message}.` };
  return {
    status: 'failed',
    code: 'UNKNOWN',
    message: 'A defect in NAAS ended the job; the log of the worker has the details under its job id.',
  };
}
