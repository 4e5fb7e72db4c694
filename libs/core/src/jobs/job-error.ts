import {
  changesDevice,
  isJobErrorCode,
  jobErrors,
  jobKinds,
  type JobKind,
  type JobResult,
} from '@naas/contract';
import { openOr } from '../secrecy/key-ring.js';
import type { RawRecord } from './raw-record.js';
import type { JobSeals } from './sealed.js';

type ErrorFields = Pick<JobResult, 'error' | 'error_code' | 'error_retryable'>;

/** The facts from which the error of a job is made. */
interface ErrorFacts {
  readonly record: RawRecord;
  readonly kind: JobKind;
  /** Reason why the outputs shown are incomplete; null: they are complete. */
  readonly outputFault: string | null;
}

/** Sentences for ends that no worker could describe. */
function describe(code: string, kind: JobKind): string {
  if (code === 'EXPIRED') {
    return (
      'The job waited in the queue longer than JOB_MAX_QUEUE_AGE and was never sent to the device; submit it ' +
      'again if it is still needed.'
    );
  }
  if (code === 'WORKER_LOST') return jobKinds[kind].workerLost;
  return isJobErrorCode(code) ? jobErrors[code].meaning : `The job ended with ${code}.`;
}

/**
 * The error of a job, as the API shows it. An unknown code, written by a newer worker, is shown as UNKNOWN
 * with that worker's sentence.
 */
export function readError(seals: JobSeals, { record, kind, outputFault }: ErrorFacts): ErrorFields {
  const stored = record['error_code']?.toString();
  const sealed = record['error'];
  const written = sealed ? openOr(() => seals.openError(sealed), null) : null;
  const described = written ?? (stored === undefined ? null : describe(stored, kind));
  const error = [described, outputFault].filter((text) => text !== null).join(' ') || null;
  if (stored === undefined) return { error, error_code: null, error_retryable: null };
  const code = isJobErrorCode(stored) ? stored : 'UNKNOWN';
  const isRetryable = code === 'WORKER_LOST' ? !changesDevice(kind) : jobErrors[code].retryable;
  return { error, error_code: code, error_retryable: isRetryable };
}
