import type { KeyRing } from '../secrecy/key-ring.js';
import type { Settings } from '../settings/settings.js';
import type { Redis } from '../redis/redis.js';
import { rows, textOf } from '../redis/script-reply.js';
import { runScript } from '../redis/scripts.js';
import { idempotencyHashes, rateOf, submitArguments, type SubmitFacts } from './submit-arguments.js';
import type {
  BatchOutcome,
  BatchSubmission,
  NewJob,
  Submission,
  SubmitOutcome,
  SubmitRefusal,
  Submitter,
} from './types.js';

/** What a submit works with. */
export interface SubmitTools {
  readonly redis: Redis;
  readonly keyRing: KeyRing;
  readonly settings: Settings;
  /** JSON; the first argument of every script. */
  readonly limits: string;
}

/** Accepts a job, finds the earlier one it repeats, or refuses it. */
export async function submitJob(tools: SubmitTools, submission: Submission): Promise<SubmitOutcome> {
  const { outcome, facts } = await submit(tools, submission, { jobs: [submission], batchId: null });
  if (outcome !== 'accepted' && outcome !== 'idempotent' && outcome !== 'deduplicated') {
    return refusal(outcome, facts);
  }
  return {
    outcome,
    rate: rateOf(facts),
    jobId: facts.id ?? '',
    queuePosition: facts.position ?? 0,
    enqueuedAt: new Date(facts.enqueuedAt ?? 0),
  };
}

/** Accepts all jobs of a batch, finds the earlier batch it repeats, or refuses it whole. */
export async function submitBatch(tools: SubmitTools, submission: BatchSubmission): Promise<BatchOutcome> {
  const { outcome, facts } = await submit(tools, submission, submission);
  if (outcome !== 'accepted' && outcome !== 'idempotent') return refusal(outcome, facts);
  return { outcome, rate: rateOf(facts), batchId: facts.id ?? '', jobIds: facts.ids ?? [] };
}

/**
 * Removes the still-queued jobs of a submission. `id`: the job's or the batch's.
 * @returns how many of its jobs had started and stay.
 */
export async function withdrawJobs(
  { redis, limits }: SubmitTools,
  submitter: Submitter,
  { id, jobIds }: { readonly id: string; readonly jobIds: readonly string[] },
): Promise<number> {
  const hashes = JSON.stringify(idempotencyHashes(submitter));
  return Number(await runScript(redis, 'withdraw', [limits, id, hashes, ...jobIds]));
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
