import type { EndStatus, WebhookBody } from '@naas/contract';
import { unsealWebhook } from '../jobs/sealed.js';
import type { Webhook } from '../jobs/types.js';
import { UnsealError, type KeyRing } from '../secrecy/key-ring.js';
import type { Redis } from '../redis/redis.js';
import { runScript } from '../redis/scripts.js';

/** A webhook taken to be sent. */
export interface DueWebhook {
  readonly jobId: string;
  /** Proves the right to say what became of it. */
  readonly lease: number;
  /** 1 for the first. */
  readonly attempt: number;
  /** Null: it cannot be unsealed, since its key is gone. */
  readonly webhook: Webhook | null;
  readonly body: WebhookBody;
}

/** What a lease brings. */
export interface LeasedWebhooks {
  readonly due: readonly DueWebhook[];
  /** Ids of jobs whose record has expired, with all that was to be sent: their webhooks are owed no more. */
  readonly expired: readonly string[];
}

type Lease = Pick<DueWebhook, 'jobId' | 'lease'>;
/** 'not_owner': it is somebody else's by now. */
type Settled = 'ok' | 'not_owner' | 'expired';

const fieldsEach = 7;

/**
 * The webhooks that are owed, in Redis: the script that ends a job puts it here, so that no crash comes
 * between. Methods reject with Redis's own errors when it cannot be used.
 */
export class Webhooks {
  readonly #redis: Redis;
  readonly #keyRing: KeyRing;

  constructor({ redis, keyRing }: { readonly redis: Redis; readonly keyRing: KeyRing }) {
    this.#redis = redis;
    this.#keyRing = keyRing;
  }

  /** Takes up to `most` that are due. Nobody else takes them for `leaseMs` milliseconds. */
  async lease(most: number, leaseMs: number): Promise<LeasedWebhooks> {
    const [taken, expired] = (await runScript(this.#redis, 'leaseWebhooks', [
      '{}',
      most,
      leaseMs,
    ])) as readonly [readonly (Buffer | number)[], readonly Buffer[]]; // as the script says
    const due = Array.from({ length: taken.length / fieldsEach }, (_, index) =>
      this.#parse(taken.slice(index * fieldsEach, (index + 1) * fieldsEach)),
    );
    return { due, expired: expired.map(String) };
  }

  /** It was delivered, or is given up; false when it is somebody else's by now. */
  async close(lease: Lease): Promise<boolean> {
    return (await this.#settle(lease, 'over')) === 'ok';
  }

  /**
   * It is to be sent again in `delayMs` milliseconds. 'expired': its job's record is gone by then, so it is
   * owed no more.
   */
  postpone(lease: Lease, delayMs: number): Promise<Settled> {
    return this.#settle(lease, Math.ceil(delayMs));
  }

  /**
   * It was not tried: it is due at once, behind the others that are, and the attempt is not counted. Answers
   * as postpone() does.
   */
  giveBack(lease: Lease): Promise<Settled> {
    return this.#settle(lease, 'untried');
  }

  async #settle({ jobId, lease }: Lease, action: 'over' | 'untried' | number): Promise<Settled> {
    // as the script says
    return String(await runScript(this.#redis, 'settleWebhook', ['{}', jobId, lease, action])) as Settled;
  }

  #parse([id, lease, attempt, status, enqueuedAt, endedAt, sealed]: readonly (
    Buffer | number
  )[]): DueWebhook {
    const jobId = String(id);
    const iso = (at: Buffer | number | undefined): string => new Date(Number(String(at))).toISOString();
    const body = {
      job_id: jobId,
      status: String(status) as EndStatus,
      enqueued_at: iso(enqueuedAt),
      completed_at: iso(endedAt),
    }; // only jobs that have ended are here
    return {
      jobId,
      lease: Number(lease),
      attempt: Number(attempt),
      webhook: Buffer.isBuffer(sealed) ? this.#open(jobId, sealed) : null,
      body,
    };
  }

  #open(jobId: string, sealed: Buffer): Webhook | null {
    try {
      return unsealWebhook(this.#keyRing, jobId, sealed);
    } catch (error) {
      if (error instanceof UnsealError) return null;
      throw error;
    }
  }
}
