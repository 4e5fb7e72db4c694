/**
 * Every key in Redis, built here for TypeScript and for the Lua scripts alike, from one table. `%s` stands
 * for an argument. Times are milliseconds of Redis's own clock.
 */
const keyTable = {
  /**
   * Hash: one job's record, the truth about it. No TTL until the job has ended. Written by the scripts, read
   * by all.
   */
  job: 'naas:job:%s',
  /** List: sealed outputs of a job, in order. TTL as the record. Written by emit, read by the API. */
  outputs: 'naas:job:%s:outputs',
  /**
   * Stream, capped: what happened to a job. TTL: 10 minutes from the job's end, the record's if that is
   * shorter. Written by the scripts.
   */
  events: 'naas:job:%s:events',
  /**
   * Channel: wakes the processes that wait for a job, or for `batch:{id}`; the message is the new status of a
   * job, 'connected' or 'output'.
   */
  wake: 'naas:wake:%s',
  /** Channel: ids of started jobs to cancel. Workers subscribe to it. */
  cancel: 'naas:cancel',
  /** Channel: an empty message with no subscriber; a write for WAIT to refer to. Published by workers. */
  confirm: 'naas:confirm',
  /** Sorted set: id of every started job, score: when its claim expires unless renewed. */
  running: 'naas:running',
  /**
   * String: there when an attempt to submit (argument: its id) was withdrawn, so that it is refused if it
   * arrives later. TTL: 10 minutes. Written by withdraw, read by submit.
   */
  withdrawn: 'naas:withdrawn:%s',
  /** String: id of the configuration job that may configure a device (by name). TTL: the claim's. */
  lease: 'naas:lease:%s',
  /**
   * List: ids of configuration jobs that wait for their turn on a device (by name), in the order of
   * acceptance. Removed with its last entry.
   */
  turns: 'naas:turns:%s',
  /**
   * List: ids of read jobs that were deferred while a device (by name) was busy, in order. Removed with its
   * last entry.
   */
  deferred: 'naas:deferred:%s',
  /**
   * Set: ids of a context's queued jobs that are blocked by their device, and so have no entry in the queue.
   * Written by the scripts, counted as waiting.
   */
  blocked: 'naas:blocked:%s',
  /** String: exists while the last sweep is recent. TTL: half of JOB_REAPER_INTERVAL. Written by sweep. */
  swept: 'naas:swept',
  /** String: rank of the queued job where the next sweep continues. No TTL. Written by sweep. */
  sweepRank: 'naas:sweep-rank',
  /** String: `job id|body hash` of an idempotency key (argument: its keyed hash). TTL: IDEMPOTENCY_TTL. */
  idempotency: 'naas:idempotency:%s',
  /**
   * String: id of the read job in flight for equal requests (argument: the keyed hash of the request).
   * Removed when that job ends.
   */
  duplicate: 'naas:duplicate:%s',
  /**
   * Sorted set: ids of a context's failed jobs, score: when they failed; trimmed by age and
   * FAILED_JOB_MAX_RETAIN.
   */
  failed: 'naas:failed:%s',
  /**
   * Sorted set: job ids of `all`, `dead` (letters), `owner:{hash}`, `status:{status}`, `context:{name}`,
   * `host:{host}` or `tag:{key}:{value}`, score: when the job was accepted. Written by submit and at each
   * change of status; trimmed by the reaper.
   */
  index: 'naas:index:%s',
  /**
   * Sorted set: JSON of a job's id and the indexes it is in, score: when its record expires. Written at its
   * end, trimmed by the reaper.
   */
  expiring: 'naas:expiring',
  /**
   * Sorted set: the job ids that several indexes have in common (argument: a hash of their names). TTL: 2 s.
   * Written and read by list.
   */
  listing: 'naas:listing:%s',
  /**
   * Sorted set: what a rate limit (argument: caller, or caller and device) has let through, score: when. TTL:
   * RATE_LIMIT_WINDOW. Written by submit.
   */
  rate: 'naas:rate:%s',
  /**
   * Sorted set: jobs whose login a device (by name) refused for a user (keyed hash), score: when. TTL: 10
   * minutes. Written at a job's end, read by submit.
   */
  authFailures: 'naas:lockout:user:%s:%s',
  /**
   * String: a device (by name) has accepted this login (keyed hash of user name and password). TTL: 24 hours,
   * and gone once the device refuses it. Written at a job's end, read by submit.
   */
  accepted: 'naas:lockout:accepted:%s:%s',
  /**
   * Sorted set: jobs that did not reach a device (by name), score: when. TTL: 10 minutes. Written at a job's
   * end, read by submit.
   */
  deviceFailures: 'naas:lockout:device:%s',
  /**
   * Hash: owner, time and size of a batch. TTL: that of its last job's record. Written by submit and at the
   * end of its jobs.
   */
  batch: 'naas:batch:%s',
  /** List: job ids of a batch, in order. TTL as the batch's hash. */
  batchJobs: 'naas:batch:%s:jobs',
  /**
   * Sorted set: ids of ended jobs whose webhook has not been delivered, score: when it is due. Written at a
   * job's end, by leaseWebhooks and settleWebhook.
   */
  webhooks: 'naas:webhooks',
  /** Sorted set: worker ids, score: last heartbeat. */
  workers: 'naas:workers',
  /** Hash: facts about one worker. TTL: a few heartbeats. */
  worker: 'naas:worker:%s',
  /** Sorted set: contexts, score: last heartbeat of any worker that serves them. */
  served: 'naas:served',
  /** Hash: pinned SSH host keys of a context, name of the device to `fingerprint mac`. No TTL. */
  hostKeys: 'naas:host-keys:%s',
  /**
   * Hash: circuit breaker of a device (by name): `failures` in a row, `opened_at` and, while it is not
   * closed, `retry_at`; `probe` is the token of the run that probes it, until `probe_until`. Written by
   * workers, read and removed by the API.
   */
  circuit: 'naas:circuit:%s',
  /** Set: names of the devices that have a circuit. Written and removed with it. */
  circuits: 'naas:circuits',
  /**
   * Hash: the record of an API key. TTL: until a day after its expiry. Written by replaceKey, read by the
   * API. Public.
   */
  apiKey: 'naas:api_keys:%s',
  /** Sorted set: ids of all API keys, score: expiry in seconds since 1970, or +inf; trimmed by replaceKey. */
  apiKeyIndex: 'naas:api_key_index',
  /**
   * Sorted set: ids of revoked API keys, score: expiry in seconds since 1970, or +inf; trimmed by replaceKey.
   * Read for every token. Public.
   */
  revokedKeys: 'naas:revoked_keys',
  /** bee-queue's hash of entries in a context's queue, entry id to JSON. */
  queueEntries: 'bq:naas-%s:jobs',
  /** bee-queue's list of entry ids that wait in a context's queue. */
  queueWaiting: 'bq:naas-%s:waiting',
  /** bee-queue's list of entry ids that workers have taken. */
  queueActive: 'bq:naas-%s:active',
} as const;

type KeyName = keyof typeof keyTable;
type Arguments<T extends string> = T extends `${string}%s${infer Rest}` ? [string, ...Arguments<Rest>] : [];

function fill(template: string, values: readonly string[]): string {
  let index = 0;
  return template.replace(/%s/g, () => values[index++] ?? '');
}

/** Key builders: `keys.job(id)`. */
export const keys = Object.fromEntries(
  // fromEntries loses the names, hence the cast below.
  Object.entries(keyTable).map(([name, template]) => [name, (...values: string[]) => fill(template, values)]),
) as { readonly [Name in KeyName]: (...values: Arguments<(typeof keyTable)[Name]>) => string };

/** The same builders for Lua: `key.job(id)`. */
export const luaKeys = `local key = {}\n${Object.entries(keyTable)
  .map(([name, template]) => {
    const count = template.split('%s').length - 1;
    const names = Array.from({ length: count }, (_, index) => `a${index}`).join(', ');
    return `key.${name} = function(${names}) return string.format('${template}'${count ? `, ${names}` : ''}) end`;
  })
  .join('\n')}\n`;

/** Name of a context's bee-queue queue. */
export const queueName = (context: string): string => `naas-${context}`;
