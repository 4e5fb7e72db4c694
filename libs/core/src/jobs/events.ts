import type { JobOutput, JobStatus } from '@naas/contract';
import type { ClaimedJob, ClaimState } from './types.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { runScript } from '../redis/scripts.js';
import { identityFields, identityOfRecord } from '../secrecy/job-identity.js';
import { recordOf } from './raw-record.js';
import { JobSeals } from './sealed.js';

/** The connection of a job to its device. */
export interface JobConnection {
  /** Name of the device's platform. */
  readonly platform: string;
  /** Whether it was open already: an earlier job with the same login used it. */
  readonly isReused: boolean;
}

/** An event of a job. Ids increase, and are those of the entries in Redis. */
export type JobEvent = { readonly id: string } & (
  | { readonly type: 'status'; readonly status: JobStatus }
  | ({ readonly type: 'connected' } & JobConnection)
  | { readonly type: 'output'; readonly index: number }
);

/** Whether a text has the form of an event's id. */
export const isEventId = (text: string): boolean => /^\d{1,19}-\d{1,19}$/.test(text);

function parseEvent([id, fields]: [string, string[]]): JobEvent {
  // As add_event writes them: type, then status, or index, or platform and reused.
  const [, type, , value = '', , reused] = fields;
  if (type === 'connected') return { id, type, platform: value, isReused: reused === '1' };
  return type === 'output'
    ? { id, type, index: Number(value) }
    : { id, type: 'status', status: value as JobStatus }; // written by our scripts only
}

/** Adds a `connected` event to a job, on behalf of the holder of its claim. */
export async function reportConnected(
  redis: Redis,
  { jobId, token }: Pick<ClaimedJob, 'jobId' | 'token'>,
  { platform, isReused }: JobConnection,
): Promise<ClaimState> {
  const answer = String(
    await runScript(redis, 'connected', ['{}', jobId, token, platform, isReused ? 1 : 0]),
  );
  return answer === 'not_owner' ? 'lost' : (answer as ClaimState); // the states connected.ts returns
}

/** The events of a job after the one with the id `after`, oldest first; null: all that are kept. */
export async function readJobEvents(
  redis: Redis,
  jobId: string,
  after: string | null,
): Promise<readonly JobEvent[]> {
  const entries = await redis.xrange(keys.events(jobId), after === null ? '-' : `(${after}`, '+');
  return entries.map(parseEvent);
}

/**
 * Output number `index` (from 0) of a job; null when it does not exist or has expired.
 * @throws UnsealError when it was sealed with a key that has been removed, or is not this output of this job.
 */
export async function readJobOutput(
  { redis, keyRing }: { readonly redis: Redis; readonly keyRing: KeyRing },
  jobId: string,
  index: number,
): Promise<JobOutput | null> {
  const [sealed, values] = await Promise.all([
    redis.lindexBuffer(keys.outputs(jobId), index),
    redis.hmgetBuffer(keys.job(jobId), ...identityFields),
  ]);
  if (!sealed?.length) return null; // empty: lost by a failover
  const identity = identityOfRecord(jobId, recordOf(values, identityFields));
  return new JobSeals(keyRing, identity).openOutput(index, sealed);
}
