import { randomUUID } from 'node:crypto';
import type { JobKind, JobStatus } from '@naas/contract';
import type { KeyRing } from '../secrecy/key-ring.js';
import { keys } from '../keys.js';
import { deviceName, type Device } from '../devices/device.js';
import { recordOf, shownFields } from './raw-record.js';
import { readJob, type StoredJob } from './record.js';
import { sealOutput, unsealRequest } from './sealed.js';
import { readBatch, type StoredBatch } from './batches.js';
import { readClaim } from './claim-reply.js';
import type {
  BatchOutcome,
  BatchSubmission,
  CancelOutcome,
  ClaimedJob,
  ClaimOutcome,
  ClaimState,
  JobEnd,
  JobRequest,
  NewJob,
  NewOutput,
  Submission,
  SubmitOutcome,
  SubmitRefusal,
  Submitter,
} from './types.js';
import { listJobs, type JobPage, type JobQuery } from './listing.js';
import type { Redis } from '../redis/redis.js';
import { rows, textOf } from '../redis/script-reply.js';
import { runScript } from '../redis/scripts.js';
import type { Settings } from '../settings/settings.js';
import { idempotencyHashes, rateOf, submitArguments, type SubmitFacts } from './submit-arguments.js';

/** How often a read job is started at most before it is given up as lost. */
const maxDeliveries = 3;
/** How many queued jobs of either part a sweep looks at: some milliseconds of Redis's time. */
const maxSwept = 1000;
/** Entries in the queues are called `job id.number of the delivery`. */
function parseEntryId(entryId: string): { readonly jobId: string; readonly delivery: string } {
  const [jobId = '', delivery = ''] = entryId.split('.');
  return { jobId, delivery };
}

function refusal(outcome: string, facts: SubmitFacts): SubmitRefusal {
  const { retryAfter: retryAfterMs = 0, index = 0, subject = 'device' } = facts;
  // the words submit.ts returns, each with the facts it needs
  return { outcome, rate: rateOf(facts), retryAfterMs, index, subject } as SubmitRefusal;
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
  readonly #redis: Redis;
  readonly #keyRing: KeyRing;
  readonly #settings: Settings;
  readonly #limits: string;
  /** How long a claim lasts unless renewed, in milliseconds. */
  readonly claimMs: number;

  constructor({ redis, keyRing, settings }: JobsOptions) {
    this.#redis = redis;
    this.#keyRing = keyRing;
    this.#settings = settings;
    this.claimMs = settings.WORKER_STALE_THRESHOLD * 1000;
    this.#limits = JSON.stringify({
      ttlSuccess: settings.JOB_TTL_SUCCESS,
      ttlFailed: settings.JOB_TTL_FAILED,
      retain: settings.FAILED_JOB_MAX_RETAIN,
      claim: this.claimMs,
      maxAge: settings.JOB_MAX_QUEUE_AGE * 1000,
      maxDeliveries,
    });
  }

  /** Accepts a job, finds the earlier one it repeats, or refuses it. */
  async submit(submission: Submission): Promise<SubmitOutcome> {
    const { outcome, facts } = await this.#submit(submission, { jobs: [submission], batchId: null });
    if (outcome !== 'accepted' && outcome !== 'idempotent' && outcome !== 'deduplicated')
      return refusal(outcome, facts);
    return {
      outcome,
      rate: rateOf(facts),
      jobId: facts.id ?? '',
      queuePosition: facts.position ?? 0,
      enqueuedAt: new Date(facts.enqueuedAt ?? 0),
    };
  }

  /** Accepts all jobs of a batch, finds the earlier batch it repeats, or refuses it whole. */
  async submitBatch(submission: BatchSubmission): Promise<BatchOutcome> {
    const { outcome, facts } = await this.#submit(submission, submission);
    if (outcome !== 'accepted' && outcome !== 'idempotent') return refusal(outcome, facts);
    return { outcome, rate: rateOf(facts), batchId: facts.id ?? '', jobIds: facts.ids ?? [] };
  }

  async #submit(
    submitter: Submitter,
    work: { readonly jobs: readonly NewJob[]; readonly batchId: string | null },
  ): Promise<{ readonly outcome: string; readonly facts: SubmitFacts }> {
    const parts = submitArguments(submitter, work, { keyRing: this.#keyRing, settings: this.#settings });
    const [outcome, facts] = rows(await runScript(this.#redis, 'submit', [this.#limits, ...parts]));
    // what submit.ts encodes
    return { outcome: textOf(outcome), facts: JSON.parse(textOf(facts)) as SubmitFacts };
  }

  /**
   * Removes the still-queued jobs of a submission that replicas did not confirm. `id`: the job's or the
   * batch's. False when any of its jobs had started: then the submission stands.
   */
  async withdraw(submitter: Submitter, id: string, jobIds: readonly string[]): Promise<boolean> {
    return (
      Number(
        await runScript(this.#redis, 'withdraw', [
          this.#limits,
          id,
          JSON.stringify(idempotencyHashes(submitter)),
          ...jobIds,
        ]),
      ) === 0
    );
  }

  /**
   * Takes the job of a queue entry for a worker that has a slot free for it; read jobs of devices that are
   * `busy` (by name) are deferred instead.
   */
  async claim(entryId: string, workerId: string, busy: readonly string[] = []): Promise<ClaimOutcome> {
    const { jobId, delivery } = parseEntryId(entryId);
    const token = randomUUID();
    const askedAt = performance.now();
    const reply = rows(
      await runScript(this.#redis, 'claim', [this.#limits, jobId, delivery, token, workerId, ...busy]),
    );
    return readClaim(reply, { keyRing: this.#keyRing, jobId, token, expiresAt: askedAt + this.claimMs });
  }

  /** Lets the first of the read jobs that were deferred for a busy device try again. */
  async callNext(device: Device): Promise<void> {
    await runScript(this.#redis, 'callNext', [this.#limits, deviceName(device), device.context]);
  }

  /**
   * Gives the queue entry of a job that was not begun back, so that another worker takes it next; false when
   * there is nothing to give.
   */
  async giveBack(entryId: string): Promise<boolean> {
    const { jobId, delivery } = parseEntryId(entryId);
    return textOf(await runScript(this.#redis, 'giveBack', [this.#limits, jobId, delivery])) === 'ok';
  }

  /** Renews claims; the answers are in the order of the claims. */
  async renew(claims: readonly Pick<ClaimedJob, 'jobId' | 'token'>[]): Promise<readonly ClaimState[]> {
    if (claims.length === 0) return [];
    const reply = rows(
      await runScript(this.#redis, 'renew', [
        this.#limits,
        ...claims.flatMap(({ jobId, token }) => [jobId, token]),
      ]),
    );
    return reply.map((answer) => textOf(answer) as ClaimState); // the words renew.ts returns
  }

  /** Appends output number `index` (from 0). */
  async emit(
    { jobId, token }: Pick<ClaimedJob, 'jobId' | 'token'>,
    index: number,
    output: NewOutput,
  ): Promise<ClaimState> {
    const answer = textOf(
      await runScript(this.#redis, 'emit', [
        this.#limits,
        jobId,
        token,
        index,
        sealOutput(this.#keyRing, jobId, output),
      ]),
    );
    return answer === 'not_owner' ? 'lost' : (answer as ClaimState); // the words emit.ts returns
  }

  /**
   * Ends a job that has emitted so many `outputs`; false when the claim is not ours any more, and nothing was
   * written.
   */
  async finish(
    { jobId, token }: Pick<ClaimedJob, 'jobId' | 'token'>,
    end: JobEnd,
    outputs = 0,
  ): Promise<boolean> {
    const more = [
      ...(end.status === 'failed' ? ['error_code', end.code] : []),
      ...(end.status === 'finished' ? [] : ['error', this.#keyRing.seal(end.message, jobId)]),
    ];
    return (
      textOf(
        await runScript(this.#redis, 'finish', [this.#limits, jobId, token, end.status, outputs, ...more]),
      ) === 'ok'
    );
  }

  /** Cancels a job that waits, or asks its worker to. */
  async cancel(jobId: string): Promise<CancelOutcome> {
    // the words cancel.ts returns
    return textOf(await runScript(this.#redis, 'cancel', [this.#limits, jobId])) as CancelOutcome;
  }

  /** Settles up to 100 jobs whose worker died; what was done, by job id. */
  async reap(): Promise<ReadonlyMap<string, string>> {
    const reply = rows(await runScript(this.#redis, 'reap', [this.#limits, 100])).map(textOf);
    return new Map(
      reply.flatMap((id, index) => (index % 2 === 0 ? [[id, reply[index + 1] ?? ''] as const] : [])),
    );
  }

  /**
   * Delivers queued jobs again whose queue entry was lost, and gives those their turn that missed it; their
   * ids. Does nothing when anybody did so within `recentMs`.
   */
  async sweep(recentMs: number): Promise<readonly string[]> {
    return rows(await runScript(this.#redis, 'sweep', [this.#limits, maxSwept, recentMs])).map(textOf);
  }

  /** A job with its results; null when there is none (any more). */
  async get(jobId: string): Promise<StoredJob | null> {
    // Not a pipeline: for two commands ioredis's takes longer than the second write.
    const [values, outputs] = await Promise.all([
      this.#redis.hmgetBuffer(keys.job(jobId), ...shownFields),
      this.#redis.lrangeBuffer(keys.outputs(jobId), 0, -1),
    ]);
    const record = recordOf(values);
    return record['status'] ? readJob(this.#keyRing, { jobId, record, sealedOutputs: outputs }) : null;
  }

  /** Status and owner alone; null when there is no such job. */
  async peek(jobId: string): Promise<{ readonly status: JobStatus; readonly owner: string } | null> {
    const [status, owner] = await this.#redis.hmget(keys.job(jobId), 'status', 'owner');
    return status ? { status: status as JobStatus, owner: owner ?? '' } : null; // written by our scripts only
  }

  /** A page of jobs, newest first, without results and outputs. */
  list(query: JobQuery): Promise<JobPage> {
    return listJobs({ redis: this.#redis, keyRing: this.#keyRing, limits: this.#limits }, query);
  }

  /**
   * What a job was asked to do, without its credentials; null when there is none (any more).
   * @throws UnsealError when it was sealed with a key that is gone.
   */
  async requestOf(jobId: string): Promise<JobRequest | null> {
    const [kind, context, host, port, platform, tags, payload] = await this.#redis.hmgetBuffer(
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
    return unsealRequest(this.#keyRing, jobId, { head, sealed: payload });
  }

  /** A batch with its jobs; null when there is none (any more). */
  batch(batchId: string): Promise<StoredBatch | null> {
    return readBatch({ redis: this.#redis, keyRing: this.#keyRing }, batchId);
  }

  /** Cancels what has not ended of some jobs; what became of each, in their order. */
  cancelAll(jobIds: readonly string[]): Promise<readonly CancelOutcome[]> {
    return Promise.all(jobIds.map((jobId) => this.cancel(jobId)));
  }
}
