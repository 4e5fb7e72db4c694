import type { JobKind, JobStatus } from '@naas/contract';
import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { textOf } from '../redis/script-reply.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import { recordOf, shownFields } from './raw-record.js';
import { readJob, type StoredJob } from './record.js';
import { unsealRequest } from './sealed.js';
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

/** Status and owner of a job; null when it does not exist or has expired. */
export async function findStatus(
  redis: Redis,
  jobId: string,
): Promise<{ readonly status: JobStatus; readonly owner: string } | null> {
  const [status, owner] = await redis.hmget(keys.job(jobId), 'status', 'owner');
  return status ? { status: status as JobStatus, owner: owner ?? '' } : null; // written by our scripts only
}

/**
 * The request of a job, without its credentials; null when the job does not exist or has expired.
 * @throws UnsealError when it was sealed with a key that has been removed.
 */
export async function findRequest({ redis, keyRing }: ReadTools, jobId: string): Promise<JobRequest | null> {
  const [kind, context, host, port, platform, tags, payload] = await redis.hmgetBuffer(
    keys.job(jobId),
    'kind',
    'context',
    'host',
    'port',
    'platform',
    'tags',
    'payload',
  );
  if (!payload) return null;
  const head = {
    kind: textOf(kind) as JobKind, // written by our scripts only
    context: textOf(context),
    host: textOf(host),
    port: Number(textOf(port)),
    platform: textOf(platform),
    tags: JSON.parse(textOf(tags)) as JobRequest['tags'], // written by submit
  };
  return unsealRequest(keyRing, jobId, { head, sealed: payload });
}
