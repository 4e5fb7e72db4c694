import {
  hasEnded,
  jobErrors,
  type JobErrorCode,
  type JobKind,
  type JobOutput,
  type JobResult,
  type JobStatus,
} from '@naas/contract';
import { UnsealError, type KeyRing } from '../secrecy/key-ring.js';
import type { DeviceCredentials, JobRequest, NewOutput, Webhook } from './types.js';
import { Secret } from '../secrecy/secret.js';

/** The part of a request that is sealed. */
type Payload = Pick<
  JobRequest,
  'commands' | 'readTimeoutMs' | 'connTimeoutMs' | 'expectString' | 'saveConfig' | 'commit'
>;

/** A record as Redis gives it: field to bytes. */
export type RawRecord = Readonly<Record<string, Buffer>>;

/** The fields of a record that readJob shows, in the order in which recordOf wants their values. */
export const shownFields = [
  'status',
  'kind',
  'host',
  'port',
  'platform',
  'context',
  'owner',
  'tags',
  'enqueued_at',
  'started_at',
  'ended_at',
  'error_code',
  'error',
  'detected_platform',
  'batch_id',
  'missing_outputs',
] as const;

/** A record of the values of `shownFields`; what is null is left out. */
export function recordOf(values: readonly (Buffer | null)[]): RawRecord {
  return Object.fromEntries(
    shownFields.flatMap((field, index) => (values[index] ? [[field, values[index]]] : [])),
  );
}

/** A job as it is stored, for those who may see it. */
export interface StoredJob {
  /** Keyed hash of the owner's identity. */
  readonly owner: string;
  readonly result: JobResult;
}

export function sealPayload(keyRing: KeyRing, jobId: string, request: JobRequest): Buffer {
  const { commands, readTimeoutMs, connTimeoutMs, expectString, saveConfig, commit } = request;
  const payload: Payload = { commands, readTimeoutMs, connTimeoutMs, expectString, saveConfig, commit };
  return keyRing.seal(JSON.stringify(payload), jobId);
}

/** @throws UnsealError */
export function unsealPayload(keyRing: KeyRing, jobId: string, sealed: Buffer): Payload {
  return JSON.parse(keyRing.unseal(sealed, jobId)) as Payload; // sealed by sealPayload
}

export function sealCredentials(keyRing: KeyRing, jobId: string, credentials: DeviceCredentials): Buffer {
  const { username, password, enable } = credentials;
  return keyRing.seal(JSON.stringify([username, password.reveal(), enable?.reveal() ?? null]), jobId);
}

/** @throws UnsealError */
export function unsealCredentials(keyRing: KeyRing, jobId: string, sealed: Buffer): DeviceCredentials {
  const [username, password, enable] = JSON.parse(keyRing.unseal(sealed, jobId)) as [
    string,
    string,
    string | null,
  ]; // sealed by sealCredentials
  return { username, password: new Secret(password), enable: enable === null ? null : new Secret(enable) };
}

export function sealWebhook(keyRing: KeyRing, jobId: string, { url, secret }: Webhook): Buffer {
  return keyRing.seal(JSON.stringify([url, secret?.reveal() ?? null]), jobId);
}

/** @throws UnsealError */
export function unsealWebhook(keyRing: KeyRing, jobId: string, sealed: Buffer): Webhook {
  // sealed by sealWebhook
  const [url, secret] = JSON.parse(keyRing.unseal(sealed, jobId)) as [string, string | null];
  return { url, secret: secret === null ? null : new Secret(secret) };
}

export function sealOutput(keyRing: KeyRing, jobId: string, output: NewOutput): Buffer {
  const stored: JobOutput = {
    command: output.command,
    output: output.output,
    refused: output.refused,
    started_at: output.startedAt.toISOString(),
    duration_ms: output.durationMs,
  };
  return keyRing.seal(JSON.stringify(stored), jobId);
}

const iso = (bytes: Buffer | undefined): string | null =>
  bytes ? new Date(Number(bytes.toString())).toISOString() : null;

/** Sentences for the ends that no worker could describe. */
function describe(code: JobErrorCode, kind: JobKind): string {
  if (code === 'EXPIRED')
    return (
      'The job waited in the queue longer than JOB_MAX_QUEUE_AGE and was never sent to the device; submit it ' +
      'again if it is still wanted.'
    );
  if (code !== 'WORKER_LOST') return jobErrors[code].meaning;
  return kind === 'send-config'
    ? 'The worker died during the job; the configuration may have been applied in part and is not sent ' +
        'again. Look at the device before you submit it again.'
    : 'The workers that ran the job died, three times over; submit it again.';
}

/** Told in place of outputs that cannot be shown. */
const lostOutputs =
  'The outputs of this job were sealed with a key that is not in NAAS_ENCRYPTION_KEY any more, or are ' +
  'damaged; they cannot be shown.';

/** What is wrong with the outputs as they are shown; null when they are complete. */
function outputFault(outputs: readonly JobOutput[] | null, missing: number): string | null {
  if (!outputs) return lostOutputs;
  if (missing === 0) return null;
  return (
    `${missing === 1 ? '1 output' : `${missing} outputs`} of this job ${missing === 1 ? 'was' : 'were'} lost ` +
    'when Redis failed over; all that its status says of the device holds.'
  );
}

function errorOf(
  keyRing: KeyRing,
  jobId: string,
  record: RawRecord,
  { kind, fault }: { readonly kind: JobKind; readonly fault: string | null },
): Pick<JobResult, 'error' | 'error_code' | 'error_retryable'> {
  // written from the table of codes
  const code = record['error_code']?.toString() as JobErrorCode | undefined;
  const sealed = record['error'];
  const told = sealed ? openOr(() => keyRing.unseal(sealed, jobId), null) : null;
  const described = told ?? (code ? describe(code, kind) : null);
  const error = [described, fault].filter((text) => text !== null).join(' ') || null;
  if (!code) return { error, error_code: null, error_retryable: null };
  const retryable = code === 'WORKER_LOST' ? kind !== 'send-config' : jobErrors[code].retryable;
  return { error, error_code: code, error_retryable: retryable };
}

function openOr<T>(open: () => T, otherwise: T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof UnsealError) return otherwise;
    throw error;
  }
}

/**
 * Turns a record and its outputs into what the API shows. Outputs sealed with a key that is gone are left
 * out, and said to be.
 */
export function readJob(
  keyRing: KeyRing,
  jobId: string,
  record: RawRecord,
  sealedOutputs: readonly Buffer[],
): StoredJob {
  const text = (field: string): string => record[field]?.toString() ?? '';
  const status = text('status') as JobStatus; // written by our scripts only, as are the other fields
  const kind = text('kind') as JobKind;
  const outputs = openOr(
    () => sealedOutputs.map((sealed) => JSON.parse(keyRing.unseal(sealed, jobId)) as JobOutput),
    null,
  ); // sealed by sealOutput
  const started = record['started_at'] ? Number(text('started_at')) : null;
  const ended = record['ended_at'] ? Number(text('ended_at')) : null;
  const result: JobResult = {
    job_id: jobId,
    status,
    kind,
    host: text('host'),
    port: Number(text('port')),
    platform: text('platform'),
    context: text('context'),
    enqueued_at: iso(record['enqueued_at']) ?? '',
    started_at: iso(record['started_at']),
    ended_at: iso(record['ended_at']),
    duration_ms: started !== null && ended !== null ? ended - started : null,
    results:
      outputs && status === 'finished'
        ? Object.fromEntries(outputs.map((output) => [output.command, output.output]))
        : null,
    outputs: started !== null || hasEnded(status) ? outputs : null,
    ...errorOf(keyRing, jobId, record, {
      kind,
      fault: outputFault(outputs, Number(text('missing_outputs') || 0)),
    }),
    detected_platform: record['detected_platform']?.toString() ?? null,
    tags: JSON.parse(text('tags') || '{}') as JobResult['tags'],
    batch_id: record['batch_id']?.toString() ?? null,
  };
  return { owner: text('owner'), result };
}
