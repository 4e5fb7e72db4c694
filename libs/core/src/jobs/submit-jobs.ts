import { UnsealError, type KeyRing } from '../secrecy/key-ring.js';
import type { Settings } from '../settings/settings.js';
import type { Redis } from '../redis/redis.js';
import { rows, textOf } from '../redis/script-reply.js';
import { runScript } from '../redis/scripts.js';
import { findStatus } from './find-job.js';
import { idempotencyHashes, rateOf, submitArguments, type SubmitFacts } from './submit-arguments.js';
import type {
  BatchOutcome,
  BatchSubmission,
  NewJob,
  Submission,
  SubmitOutcome,
  SubmitRefusal,
  Submitter,
  Withdrawal,
} from './types.js';

/** What a submit works with. */
export interface SubmitTools {
  readonly redis: Redis;
  readonly keyRing: KeyRing;
  readonly settings: Settings;
  /** JSON; the first argument of every script. */
  readonly limits: string;
}

/**
 * Accepts a job, finds the earlier one it repeats, or refuses it.
 * @throws UnsealError when Redis names the job of another caller as the earlier one: somebody has written to
 * it.
 */
export async function submitJob(tools: SubmitTools, submission: Submission): Promise<SubmitOutcome> {
  const { outcome, facts } = await submit(tools, submission, { jobs: [submission], batchId: null });
  if (outcome !== 'accepted' && outcome !== 'idempotent' && outcome !== 'deduplicated') {
    return refusal(outcome, facts);
  }
  const jobId = facts.id ?? '';
  if (outcome !== 'accepted') await requireOwn(tools, submission, jobId);
  return {
    outcome,
    rate: rateOf(facts),
    jobId,
    queuePosition: facts.position ?? 0,
    enqueuedAt: new Date(facts.enqueuedAt ?? 0),
  };
}

/**
 * The entries that lead to an earlier job are in clear, so they are not trusted to name one of this caller.
 */
async function requireOwn(tools: SubmitTools, { owner }: Submission, jobId: string): Promise<void> {
  const found = await findStatus(tools, jobId);
  if (found && !owner.includes(found.owner)) {
    throw new UnsealError(
      'An entry in Redis leads to the job of another caller; find out who can write to Redis.',
    );
  }
}

/** Accepts all jobs of a batch, finds the earlier batch it repeats, or refuses it whole. */
export async function submitBatch(tools: SubmitTools, submission: BatchSubmission): Promise<BatchOutcome> {
  const { outcome, facts } = await submit(tools, submission, submission);
  if (outcome !== 'accepted' && outcome !== 'idempotent') return refusal(outcome, facts);
  return { outcome, rate: rateOf(facts), batchId: facts.id ?? '', jobIds: facts.ids ?? [] };
}

/**
 * Withdraws an attempt to submit, also one that has yet to arrive at Redis.
 * @returns false when one of its jobs has started: then all of them stay.
 */
export async function withdrawJobs(
  { redis, limits }: SubmitTools,
  { submitter, id, jobIds }: Withdrawal,
): Promise<boolean> {
  const hashes = JSON.stringify(idempotencyHashes(submitter));
  const args = [limits, submitter.attempt, id, hashes, ...jobIds];
  return Number(await runScript(redis, 'withdraw', args)) === 0;
}

async function submit(
  { redis, keyRing, settings, limits }: SubmitTools,
  submitter: Submitter,
  work: { readonly jobs: readonly NewJob[]; readonly batchId: string | null },
): Promise<{ readonly outcome: string; readonly facts: SubmitFacts }> {
  const parts = submitArguments(submitter, work, { keyRing, settings });
  const [outcome, facts] = rows(await runScript(redis, 'submit', [limits, ...parts]));
  // what submit.ts encodes
  return { outcome: textOf(outcome), facts: JSON.parse(textOf(facts)) as SubmitFacts };
}

function refusal(outcome: string, facts: SubmitFacts): SubmitRefusal {
  const { retryAfter: retryAfterMs = 0, index = 0, subject = 'device' } = facts;
  // the outcomes submit.ts returns, each with the facts it needs
  return { outcome, rate: rateOf(facts), retryAfterMs, index, subject } as SubmitRefusal;
}
