import { createHash } from 'node:crypto';
import type { JobStatus } from '@naas/contract';
import { recordOf, shownFields } from './raw-record.js';
import { readJob, type StoredJob } from './record.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';
import { runScript } from '../redis/scripts.js';

/** Which jobs to list; a job must fit all filters that are given. */
export interface JobQuery {
  /** The caller's hashes; null: jobs of all owners. */
  readonly owner: readonly string[] | null;
  readonly status?: JobStatus | undefined;
  readonly context?: string | undefined;
  readonly host?: string | undefined;
  readonly tags?: readonly (readonly [key: string, value: string])[] | undefined;
  /** Only dead letters: failed jobs, the latest FAILED_JOB_MAX_RETAIN of each context. Default: false. */
  readonly isDead?: boolean;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

/** One page of jobs, newest first, without results and outputs. */
export interface JobPage {
  readonly jobs: readonly StoredJob[];
  readonly total: number;
}

function indexesOf({ status, context, host, tags = [], isDead = false }: JobQuery): readonly string[] {
  return [
    ...(isDead ? ['dead'] : []),
    ...(status === undefined ? [] : [`status:${status}`]),
    ...(context === undefined ? [] : [`context:${context}`]),
    ...(host === undefined ? [] : [`host:${host}`]),
    ...tags.map(([key, value]) => `tag:${key}:${value}`),
  ];
}

/** Reads a page of jobs through the indexes. */
export async function listJobs(
  { redis, keyRing, limits }: { readonly redis: Redis; readonly keyRing: KeyRing; readonly limits: string },
  query: JobQuery,
): Promise<JobPage> {
  const owners = (query.owner ?? []).map((hash) => `owner:${hash}`);
  const names = [...owners, ...indexesOf(query)];
  const hash = createHash('sha256')
    .update(JSON.stringify([owners.length, names]))
    .digest('base64url');
  const reply = await runScript(redis, 'list', [
    limits,
    (query.page - 1) * query.perPage,
    query.perPage,
    hash,
    owners.length,
    ...names,
  ]);
  // what list.ts returns
  const [total = 0, ...ids] = (reply as readonly (number | Buffer)[]).map((entry) =>
    typeof entry === 'number' ? entry : entry.toString(),
  );
  const jobs = await readHeads({ redis, keyRing }, ids.map(String));
  // A writer of Redis may have put the job of another caller into an index.
  return { total: Number(total), jobs: jobs.filter(({ owner }) => query.owner?.includes(owner) ?? true) };
}

/** Reads jobs without results and outputs; leaves out those that have expired, and those not as submitted. */
export async function readHeads(
  { redis, keyRing }: { readonly redis: Redis; readonly keyRing: KeyRing },
  ids: readonly string[],
): Promise<readonly StoredJob[]> {
  const batch = redis.pipeline();
  for (const id of ids) batch.hmgetBuffer(keys.job(id), ...shownFields);
  const replies = (await repliesOf(batch)) as readonly (Buffer | null)[][]; // as hmgetBuffer answers
  return ids.flatMap((id, index) => {
    const record = recordOf(replies[index] ?? []);
    const job = record['status'] ? readJob(keyRing, { jobId: id, record, sealedOutputs: [] }) : null;
    return job ? [withoutOutputs(job)] : [];
  });
}

function withoutOutputs({ owner, result }: StoredJob): StoredJob {
  return { owner, result: { ...result, results: null, outputs: null } };
}
