import type { StoredJob } from './record.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import { keys } from '../keys.js';
import { readHeads } from './listing.js';
import type { Redis } from '../redis/redis.js';

/** A batch with its jobs, in the order of the submit. */
export interface StoredBatch {
  /** Keyed hash of the owner's identity; '' when the key that proves it has been removed. */
  readonly owner: string;
  readonly createdAt: Date;
  /** How many jobs were accepted. */
  readonly total: number;
  readonly jobIds: readonly string[];
  /** Without results and outputs; those that have expired are left out. */
  readonly jobs: readonly StoredJob[];
}

/** Reads a batch; null when it does not exist or has expired. */
export async function readBatch(
  { redis, keyRing }: { readonly redis: Redis; readonly keyRing: KeyRing },
  batchId: string,
): Promise<StoredBatch | null> {
  const [[owner, createdAt, total], jobIds] = await Promise.all([
    redis.hmget(keys.batch(batchId), 'owner', 'created_at', 'total'),
    redis.lrange(keys.batchJobs(batchId), 0, -1),
  ]);
  if (!owner) return null;
  // A batch is stored in clear, so only the jobs that say the same of themselves belong to it.
  const jobs = (await readHeads({ redis, keyRing }, jobIds)).filter(
    (job) => job.result.batch_id === batchId && [owner, ''].includes(job.owner),
  );
  return {
    // As with a job: nobody's when the key that proves the owner has been removed.
    owner: jobs.some((job) => job.owner === '') ? '' : owner,
    createdAt: new Date(Number(createdAt)),
    total: Number(total),
    jobIds,
    jobs,
  };
}
