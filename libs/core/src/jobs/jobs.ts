import { randomUUID } from 'node:crypto';
import type { JobStatus } from '@naas/contract';
import { deviceName, type Device } from '../devices/device.js';
import type { Redis } from '../redis/redis.js';
import { rows, textOf } from '../redis/script-reply.js';
import { runScript, type ScriptName } from '../redis/scripts.js';
import type { KeyRing } from '../secrecy/key-ring.js';
import type { Settings } from '../settings/settings.js';
import { readBatch, type StoredBatch } from './batches.js';
import { readClaim } from './claim-reply.js';
import { findJob, findRequest, findStatus } from './find-job.js';
import { findResult, type FoundJob } from '../results/find-result.js';
import { listJobs, type JobPage, type JobQuery } from './listing.js';
import type { StoredJob } from './record.js';
import { JobSeals } from './sealed.js';
import { submitBatch, submitJob, withdrawJobs, type SubmitTools } from './submit-jobs.js';
import type {
  BatchOutcome,
  BatchSubmission,
  CancelOutcome,
  ClaimedJob,
  ClaimFacts,
  ClaimOutcome,
  ClaimState,
  JobEnd,
  JobRequest,
  NewOutput,
  Submission,
  SubmitOutcome,
  Withdrawal,
} from './types.js';

/** How often a read job is started before it is given up as lost. */
const maxDeliveries = 3;
/** How many jobs one reap settles. */
const maxReaped = 100;
/** How many queued jobs of either part a sweep looks at: some milliseconds of Redis's time. */
const maxSwept = 1000;

/** Entries in the queues are called `job id.number of the delivery`. */
function parseEntryId(entryId: string): { readonly jobId: string; readonly delivery: string } {
  const [jobId = '', delivery = ''] = entryId.split('.');
  return { jobId, delivery };
}

/** What a Jobs works with. */
export interface JobsOptions {
  readonly redis: Redis;
  readonly keyRing: KeyRing;
  readonly settings: Settings;
}

/**
 * The jobs in Redis: the record there is the truth, and every change of it is one script. All methods reject
 * with Redis's own errors when it cannot be used; see isRedisUnavailable.
 */
export class Jobs {
  readonly #tools: SubmitTools;
  /** How long a claim lasts unless renewed, in milliseconds. */
  readonly claimMs: number;

  constructor({ redis, keyRing, settings }: JobsOptions) {
    this.claimMs = settings.WORKER_STALE_THRESHOLD * 1000;
    const limits = JSON.stringify({
      ttlSuccess: settings.JOB_TTL_SUCCESS,
      ttlFailed: settings.JOB_TTL_FAILED,
      retain: settings.FAILED_JOB_MAX_RETAIN,
      claim: this.claimMs,
      maxAge: settings.JOB_MAX_QUEUE_AGE * 1000,
      maxDeliveries,
    });
    this.#tools = { redis, keyRing, settings, limits };
  }

  #run(script: ScriptName, args: readonly (string | number | Buffer)[]): Promise<unknown> {
    return runScript(this.#tools.redis, script, [this.#tools.limits, ...args]);
  }

  /** Accepts a job, finds the earlier one it repeats, or refuses it. */
  submit(submission: Submission): Promise<SubmitOutcome> {
    return submitJob(this.#tools, submission);
  }

  /** Accepts all jobs of a batch, finds the earlier batch it repeats, or refuses it whole. */
  submitBatch(submission: BatchSubmission): Promise<BatchOutcome> {
    return submitBatch(this.#tools, submission);
  }

  /**
   * Withdraws an attempt to submit, also one that has yet to arrive at Redis. False when one of its jobs has
   * started: then the submission stands.
   */
  withdraw(withdrawal: Withdrawal): Promise<boolean> {
    return withdrawJobs(this.#tools, withdrawal);
  }

  /**
   * Claims the job of a queue entry for a worker that has a free slot; read jobs of busy devices are deferred
   * instead.
   */
  async claim(entryId: string, workerId: string, facts: ClaimFacts = {}): Promise<ClaimOutcome> {
    const { jobId, delivery } = parseEntryId(entryId);
    const token = randomUUID();
    // Taken before the request, so that the claim never ends later in our eyes than in Redis's.
    const requestedAt = performance.now();
    const { busy = [], resolved } = facts;
    const address = resolved ? (resolved.at ? deviceName(resolved.at) : '-') : '';
    const reply = rows(await this.#run('claim', [jobId, delivery, token, workerId, address, ...busy]));
    const expiresAt = requestedAt + this.claimMs;
    const { keyRing, settings } = this.#tools;
    const maxAgeMs = settings.JOB_MAX_QUEUE_AGE * 1000;
    return readClaim(reply, {
      keyRing,
      jobId,
      token,
      expiresAt,
      maxAgeMs,
      resolved,
    });
  }

  /** Lets the first of the read jobs that were deferred for a busy device try again. */
  async callNext(device: Device): Promise<void> {
    await this.#run('callNext', [deviceName(device), device.context]);
  }

  /**
   * Returns the queue entry of a job that was not begun to the queue, so that another worker takes it next.
   * False when the entry no longer stands for work.
   */
  async giveBack(entryId: string): Promise<boolean> {
    const { jobId, delivery } = parseEntryId(entryId);
    return textOf(await this.#run('giveBack', [jobId, delivery])) === 'ok';
  }

  /** Renews claims; the answers are in the order of the claims. */
  async renew(claims: readonly Pick<ClaimedJob, 'jobId' | 'token'>[]): Promise<readonly ClaimState[]> {
    if (claims.length === 0) return [];
    const pairs = claims.flatMap(({ jobId, token }) => [jobId, token]);
    const reply = rows(await this.#run('renew', pairs));
    return reply.map((answer) => textOf(answer) as ClaimState); // the states renew.ts returns
  }

  /** Appends output number `index` (from 0). */
  async emit(
    { jobId, token, identity }: Pick<ClaimedJob, 'jobId' | 'token' | 'identity'>,
    index: number,
    output: NewOutput,
  ): Promise<ClaimState> {
    const sealed = new JobSeals(this.#tools.keyRing, identity).sealOutput(index, output);
    const answer = textOf(await this.#run('emit', [jobId, token, index, sealed]));
    return answer === 'not_owner' ? 'lost' : (answer as ClaimState); // the states emit.ts returns
  }

  /**
   * Ends a job. `outputs`: how many outputs it has emitted. False when another worker holds the claim now,
   * and nothing was written.
   */
  async finish(
    { jobId, token, identity }: Pick<ClaimedJob, 'jobId' | 'token' | 'identity'>,
    end: JobEnd,
    outputs = 0,
  ): Promise<boolean> {
    const seals = new JobSeals(this.#tools.keyRing, identity);
    const fields = [
      ...(end.status === 'failed' ? ['error_code', end.code, 'reach', end.reach ?? ''] : []),
      ...(end.status === 'finished' ? [] : ['error', seals.sealError(end.message)]),
    ];
    return textOf(await this.#run('finish', [jobId, token, end.status, outputs, ...fields])) === 'ok';
  }

  /** Cancels a waiting job at once, and asks the worker of a started one to cancel it. */
  async cancel(jobId: string): Promise<CancelOutcome> {
    return textOf(await this.#run('cancel', [jobId])) as CancelOutcome; // the outcomes cancel.ts returns
  }

  /** Cancels those of some jobs that have not ended; the outcomes are in the order of the jobs. */
  cancelAll(jobIds: readonly string[]): Promise<readonly CancelOutcome[]> {
    return Promise.all(jobIds.map((jobId) => this.cancel(jobId)));
  }

  /** Settles up to 100 jobs whose worker died. Returns what was done, by job id. */
  async reap(): Promise<ReadonlyMap<string, string>> {
    const reply = rows(await this.#run('reap', [maxReaped])).map(textOf);
    return new Map(
      reply.flatMap((id, index) => (index % 2 === 0 ? [[id, reply[index + 1] ?? ''] as const] : [])),
    );
  }

  /**
   * Delivers queued jobs again whose queue entry was lost, and lets jobs run whose turn was missed. Returns
   * the ids of the jobs delivered again. Does nothing when any worker has swept within `recentMs`.
   */
  async sweep(recentMs: number): Promise<readonly string[]> {
    return rows(await this.#run('sweep', [maxSwept, recentMs])).map(textOf);
  }

  /** A job with its results, unread where they are large; null when it does not exist or has expired. */
  find(jobId: string): Promise<FoundJob | null> {
    return findResult(this.#tools, jobId);
  }

  /** A job with its results, however large; null when it does not exist or has expired. See find(). */
  get(jobId: string): Promise<StoredJob | null> {
    return findJob(this.#tools, jobId);
  }

  /** Status and owner of a job; null when it does not exist or has expired. */
  peek(jobId: string): Promise<{ readonly status: JobStatus; readonly owner: string } | null> {
    return findStatus(this.#tools, jobId);
  }

  /** A page of jobs, newest first, without results and outputs. */
  list(query: JobQuery): Promise<JobPage> {
    return listJobs(this.#tools, query);
  }

  /**
   * The request of a job, without its credentials; null when the job does not exist or has expired.
   * @throws UnsealError when it was sealed with a key that has been removed.
   */
  requestOf(jobId: string): Promise<JobRequest | null> {
    return findRequest(this.#tools, jobId);
  }

  /** A batch with its jobs; null when it does not exist or has expired. */
  batch(batchId: string): Promise<StoredBatch | null> {
    return readBatch(this.#tools, batchId);
  }
}
