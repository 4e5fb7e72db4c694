import { hasEnded, type JobKind, type JobOutput, type JobResult, type JobStatus } from '@naas/contract';
import { openOr, type KeyRing } from '../secrecy/key-ring.js';
import { checkIdentity, identityOfRecord, trustedOwner } from '../secrecy/job-identity.js';
import { readError } from './job-error.js';
import type { RawRecord } from './raw-record.js';
import { JobSeals } from './sealed.js';

/** A job as it is stored. */
export interface StoredJob {
  /** Keyed hash of the owner's identity; '' when the key that proves it has been removed. */
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
 * Converts a record and its outputs to what the API shows. Null when the record is not as it was submitted:
 * somebody else has written to Redis. Outputs sealed with a key that has been removed are left out, and the
 * error says so.
 */
export function readJob(keyRing: KeyRing, { jobId, record, sealedOutputs }: StoredParts): StoredJob | null {
  const identity = identityOfRecord(jobId, record);
  const state = checkIdentity(keyRing, identity, record);
  if (state === 'forged') return null;
  const seals = new JobSeals(keyRing, identity);
  const text = (field: string): string => record[field]?.toString() ?? '';
  const status = text('status') as JobStatus; // written by our scripts only, as are the other fields
  const kind = text('kind') as JobKind;
  const outputs = openOr(() => openOutputs(seals, sealedOutputs), null);
  // Those lost before an output that was not lost have an empty place, those after the last one a count.
  const lost = sealedOutputs.filter((sealed) => sealed.length === 0).length;
  const fault = outputFault(outputs, lost + Number(text('missing_outputs') || 0));
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
    ...readError(seals, { record, kind, outputFault: fault }),
    detected_platform: record['detected_platform']?.toString() ?? null,
    tags: JSON.parse(text('tags') || '{}') as JobResult['tags'],
    batch_id: record['batch_id']?.toString() ?? null,
  };
  return { owner: trustedOwner(state, record), result };
}

function openOutputs(seals: JobSeals, sealedOutputs: readonly Buffer[]): readonly JobOutput[] {
  return sealedOutputs.flatMap((sealed, index) =>
    sealed.length === 0 ? [] : [seals.openOutput(index, sealed)],
  );
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
