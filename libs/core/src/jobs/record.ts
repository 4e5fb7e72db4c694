import { hasEnded, type JobKind, type JobOutput, type JobResult, type JobStatus } from '@naas/contract';
import { openOr, type KeyRing } from '../secrecy/key-ring.js';
import { readError } from './job-error.js';
import type { RawRecord } from './raw-record.js';
import { unsealOutput } from './sealed.js';

/** A job as it is stored. */
export interface StoredJob {
  /** Keyed hash of the owner's identity. */
  readonly owner: string;
  readonly result: JobResult;
}

const iso = (bytes: Buffer | undefined): string | null =>
  bytes ? new Date(Number(bytes.toString())).toISOString() : null;

/** Shown in place of outputs that cannot be unsealed. */
const unsealFault =
  'The outputs of this job were sealed with a key that is no longer in NAAS_ENCRYPTION_KEY, or are ' +
  'damaged; they cannot be shown.';

/** Reason why the outputs shown are incomplete; null when they are complete. */
function outputFault(outputs: readonly JobOutput[] | null, missing: number): string | null {
  if (!outputs) return unsealFault;
  if (missing === 0) return null;
  return (
    `${missing === 1 ? '1 output' : `${missing} outputs`} of this job ${missing === 1 ? 'was' : 'were'} lost ` +
    'when Redis failed over; its status is not affected.'
  );
}

/** The parts of a job in Redis. */
interface StoredParts {
  readonly jobId: string;
  readonly record: RawRecord;
  readonly sealedOutputs: readonly Buffer[];
}

/**
 * Converts a record and its outputs to what the API shows. Outputs sealed with a key that has been removed
 * are left out, and the error says so.
 */
export function readJob(keyRing: KeyRing, { jobId, record, sealedOutputs }: StoredParts): StoredJob {
  const text = (field: string): string => record[field]?.toString() ?? '';
  const status = text('status') as JobStatus; // written by our scripts only, as are the other fields
  const kind = text('kind') as JobKind;
  const outputs = openOr(() => sealedOutputs.map((sealed) => unsealOutput(keyRing, jobId, sealed)), null);
  const fault = outputFault(outputs, Number(text('missing_outputs') || 0));
  const result: JobResult = {
    job_id: jobId,
    status,
    kind,
    host: text('host'),
    port: Number(text('port')),
    platform: text('platform'),
    context: text('context'),
    ...timesOf(record),
    results:
      outputs && status === 'finished'
        ? Object.fromEntries(outputs.map((output) => [output.command, output.output]))
        : null,
    outputs: record['started_at'] || hasEnded(status) ? outputs : null,
    ...readError(keyRing, { jobId, record, kind, outputFault: fault }),
    detected_platform: record['detected_platform']?.toString() ?? null,
    tags: JSON.parse(text('tags') || '{}') as JobResult['tags'],
    batch_id: record['batch_id']?.toString() ?? null,
  };
  return { owner: text('owner'), result };
}

function timesOf(
  record: RawRecord,
): Pick<JobResult, 'enqueued_at' | 'started_at' | 'ended_at' | 'duration_ms'> {
  const { enqueued_at, started_at, ended_at } = record;
  return {
    enqueued_at: iso(enqueued_at) ?? '',
    started_at: iso(started_at),
    ended_at: iso(ended_at),
    duration_ms: started_at && ended_at ? Number(ended_at.toString()) - Number(started_at.toString()) : null,
  };
}
