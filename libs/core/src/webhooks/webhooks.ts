import type { EndStatus, WebhookBody } from '@naas/contract';
import { identityFields, identityOfRecord } from '../secrecy/job-identity.js';
import { recordOf } from '../jobs/raw-record.js';
import { JobSeals } from '../jobs/sealed.js';
import type { Webhook } from '../jobs/types.js';
import { openOr, type KeyRing } from '../secrecy/key-ring.js';
import { keys } from '../keys.js';
import type { Redis } from '../redis/redis.js';
import { repliesOf } from '../redis/replies.js';
import { runScript } from '../redis/scripts.js';

/** A webhook leased to be sent. */
export interface DueWebhook {
  readonly jobId: string;
  /** Number of the lease; proves the right to settle the webhook. */
  readonly lease: number;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Null: it cannot be unsealed, since its key has been removed or the record was changed. */
  readonly webhook: Webhook | null;
  readonly body: WebhookBody;
}

/** The result of a lease. */
export interface LeasedWebhooks {
  readonly due: readonly DueWebhook[];
  /** Ids of jobs whose record has expired, with the webhook in it: their webhooks are dropped. */
  readonly expired: readonly string[];
}

type Lease = Pick<DueWebhook, 'jobId' | 'lease'>;
/** 'not_owner': another sender holds the lease, or the webhook is over. */
type Settled = 'ok' | 'not_owner' | 'expired';

const fieldsPerWebhook = 7;

/**
 * The pending webhooks in Redis. The script that ends a job also adds its webhook, so that no crash can come
 * between. All methods reject with Redis's own errors when it cannot be used.
 */
export class Webhooks {
  readonly #redis: Redis;
  readonly #keyRing: KeyRing;

  constructor({ redis, keyRing }: { readonly redis: Redis; readonly keyRing: KeyRing }) {
    this.#redis = redis;
    this.#keyRing = keyRing;
  }

  /** Leases up to `maxCount` due webhooks. No other sender gets them for `leaseMs` milliseconds. */
  async lease(maxCount: number, leaseMs: number): Promise<LeasedWebhooks> {
    const [leased, expired] = (await runScript(this.#redis, 'leaseWebhooks', [
      '{}',
      maxCount,
      leaseMs,
    ])) as readonly [readonly (Buffer | number)[], readonly Buffer[]]; // what the script returns
    const rows = Array.from({ length: leased.length / fieldsPerWebhook }, (_, index) =>
      leased.slice(index * fieldsPerWebhook, (index + 1) * fieldsPerWebhook),
    );
    const identities = await this.#identitiesOf(rows.map(([id]) => String(id)));
    const due = rows.map((row, index) => this.#parse(row, identities[index] ?? ''));
    return { due, expired: expired.map(String) };
  }

  /** Removes a webhook that was delivered or given up; false when another sender holds the lease. */
  async close(lease: Lease): Promise<boolean> {
    return (await this.#settle(lease, 'over')) === 'ok';
  }

  /**
   * Makes a webhook due again in `delayMs` milliseconds. 'expired': its job's record will have expired before
   * that, so the webhook is dropped.
   */
  postpone(lease: Lease, delayMs: number): Promise<Settled> {
    return this.#settle(lease, Math.ceil(delayMs));
  }

  /**
   * Makes a webhook that was not tried due at once, behind the others that are due. The attempt is not
   * counted. Returns what postpone() returns.
   */
  giveBack(lease: Lease): Promise<Settled> {
    return this.#settle(lease, 'untried');
  }

  async #settle({ jobId, lease }: Lease, action: 'over' | 'untried' | number): Promise<Settled> {
    // what the script returns
    return String(await runScript(this.#redis, 'settleWebhook', ['{}', jobId, lease, action])) as Settled;
  }

  /** What the jobs are, to which their webhooks are bound. */
  async #identitiesOf(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const batch = this.#redis.pipeline();
    for (const id of ids) batch.hmgetBuffer(keys.job(id), ...identityFields);
    const replies = (await repliesOf(batch)) as readonly (Buffer | null)[][]; // as hmgetBuffer answers
    return ids.map((id, index) => identityOfRecord(id, recordOf(replies[index] ?? [], identityFields)));
  }

  #parse(
    [id, lease, attempt, status, enqueuedAt, endedAt, sealed]: readonly (Buffer | number)[],
    identity: string,
  ): DueWebhook {
    const jobId = String(id);
    const iso = (at: Buffer | number | undefined): string => new Date(Number(String(at))).toISOString();
    const body = {
      job_id: jobId,
      status: String(status) as EndStatus, // only ended jobs have a pending webhook
      enqueued_at: iso(enqueuedAt),
      completed_at: iso(endedAt),
    };
    return {
      jobId,
      lease: Number(lease),
      attempt: Number(attempt),
      webhook: Buffer.isBuffer(sealed) ? this.#open(identity, sealed) : null,
      body,
    };
  }

  #open(identity: string, sealed: Buffer): Webhook | null {
    return openOr(() => new JobSeals(this.#keyRing, identity).openWebhook(sealed), null);
  }
}
