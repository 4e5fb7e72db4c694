import type { JobKind, JobStatus } from '@naas/contract';
import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import { checkIdentity, identityFields, identityOfRecord, trustedOwner } from '../secrecy/job-identity.js';
import { recordOf, shownFields, type RawRecord } from './raw-record.js';
import { readJob, type StoredJob } from './record.js';
import { JobSeals, type RequestHead } from './sealed.js';
import type { JobRequest } from './types.js';

/** What reading a job works with. */
export interface ReadTools {
  readonly redis: Redis;
  readonly keyRing: KeyRing;
}

/** A job with its results; null when it does not exist or has expired. */
export async function findJob({ redis, keyRing }: ReadTools, jobId: string): Promise<StoredJob | null> {
  // Not a pipeline: for two commands ioredis's takes longer than the second write.
  const [values, sealedOutputs] = await Promise.all([
    redis.hmgetBuffer(keys.job(jobId), ...shownFields),
    redis.lrangeBuffer(keys.outputs(jobId), 0, -1),
  ]);
  const record = recordOf(values);
  return record['status'] ? readJob(keyRing, { jobId, record, sealedOutputs }) : null;
}

/**
 * Status and owner of a job; null when it does not exist or has expired. The owner is '' when the key that
 * proves it has been removed.
 */
export async function findStatus(
  { redis, keyRing }: ReadTools,
  jobId: string,
): Promise<{ readonly status: JobStatus; readonly owner: string } | null> {
  const record = await readFields(redis, jobId, ['status', 'mac', ...identityFields]);
  if (!record['status']) return null;
  const state = checkIdentity(keyRing, identityOfRecord(jobId, record), record);
  if (state === 'forged') return null;
  // written by our scripts only
  return { status: record['status'].toString() as JobStatus, owner: trustedOwner(state, record) };
}

/**
 * The request of a job, without its credentials; null when the job does not exist or has expired.
 * @throws UnsealError when it was sealed with a key that has been removed.
 */
export async function findRequest({ redis, keyRing }: ReadTools, jobId: string): Promise<JobRequest | null> {
  const record = await readFields(redis, jobId, ['payload', 'mac', ...identityFields]);
  const identity = identityOfRecord(jobId, record);
  if (!record['payload'] || checkIdentity(keyRing, identity, record) === 'forged') return null;
  return new JobSeals(keyRing, identity).openRequest(headOf(record), record['payload']);
}

/** The part of a request that is in clear in a record whose identity was checked. */
function headOf(record: RawRecord): RequestHead {
  const text = (field: string): string => record[field]?.toString() ?? '';
  return {
    kind: text('kind') as JobKind, // written by submit
    context: text('context'),
    host: text('host'),
    port: Number(text('port')),
    platform: text('platform'),
    tags: JSON.parse(text('tags') || '{}') as JobRequest['tags'], // written by submit
  };
}

async function readFields(redis: Redis, jobId: string, fields: readonly string[]): Promise<RawRecord> {
  return recordOf(await redis.hmgetBuffer(keys.job(jobId), ...fields), fields);
}
