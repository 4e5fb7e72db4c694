import type { KeyRing, MacState } from './key-ring.js';
import type { RawRecord } from '../jobs/raw-record.js';

/*
 * A writer of Redis without a key of NAAS_ENCRYPTION_KEY can change every field of a record that is in clear.
 * What a job is, its identity, is therefore bound to each sealed part of it, and a MAC over the identity is
 * kept with the record. A record whose identity was changed is not run and not shown.
 *
 * Scripts change the status, the times, the error code and the counts of a record, so no MAC covers them. Such
 * a writer can still: delete jobs and outputs, cancel and delay jobs, show another status, time or error code,
 * put a saved record of the same job back (its outputs and error included), and have it run again until
 * JOB_MAX_QUEUE_AGE after its submit (at any time when that is 0).
 */

/** The fields of a record from which its identity is made. Written by submit, and never changed. */
export const identityFields = [
  'owner',
  'kind',
  'context',
  'host',
  'port',
  'platform',
  'tags',
  'batch_id',
  'accepted_at',
] as const;

/** The values of `identityFields`, as the record has them; '' for a missing one. */
export type IdentityValues = Readonly<Record<(typeof identityFields)[number], string>>;

/** A part of a job that is sealed. */
export type SealedField = 'payload' | 'credentials' | 'webhook' | 'error' | `output ${number}`;

/** What a job is: its id and the values of `identityFields`, as canonical JSON. */
export function identityOf(jobId: string, values: IdentityValues): string {
  return JSON.stringify([jobId, ...identityFields.map((field) => values[field])]);
}

/** The identity of a record, as its fields in clear say; to be checked with checkIdentity(). */
export function identityOfRecord(jobId: string, record: RawRecord): string {
  return JSON.stringify([jobId, ...identityFields.map((field) => record[field]?.toString() ?? '')]);
}

/** What a sealed field of a job is bound to. An identity begins with a bracket, so the two cannot be mixed up. */
export const bindingOf = (identity: string, field: SealedField): string => `${field} ${identity}`;

/** The field `mac` of a record. */
export const macOfIdentity = (keyRing: KeyRing, identity: string): string => keyRing.mac(`job ${identity}`);

/** Whether the fields of a record in clear are those of its submit. */
export function checkIdentity(keyRing: KeyRing, identity: string, record: RawRecord): MacState {
  return keyRing.check(`job ${identity}`, record['mac']?.toString() ?? '');
}

/**
 * The owner of a record whose MAC is not forged. Nobody ('') when the key of the MAC has been removed: the
 * field `owner` may then be anyone's, and hashes of the removed key fit no caller anyway. An admin may read
 * the record.
 */
export const trustedOwner = (state: Exclude<MacState, 'forged'>, record: RawRecord): string =>
  state === 'valid' ? (record['owner']?.toString() ?? '') : '';
