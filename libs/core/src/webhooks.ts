import type { EndStatus, WebhookBody } from '@naas/contract';
import { unsealWebhook } from './job-record.js';
import type { Webhook } from './job-types.js';
import { UnsealError, type KeyRing } from './key-ring.js';
import type { Redis } from './redis.js';
import { runScript } from './scripts.js';

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

const fieldsEach = 7;

/**
 * The webhooks that are owed, in Redis: the script that ends a job puts it here, so that no crash comes between.
 * Methods reject with Redis's own errors when it cannot be used.
 */
export class Webhooks {
  readonly #redis: Redis;
  readonly #keyRing: KeyRing;

  constructor({ redis, keyRing }: { readonly redis: Redis; readonly keyRing: KeyRing }) {
    this.#redis = redis;
    this.#keyRing = keyRing;
  }

  /** Takes up to `most` that are due. Nobody else takes them for `leaseMs` milliseconds. */
  async lease(most: number, leaseMs: number): Promise<readonly DueWebhook[]> {
    const reply = (await runScript(this.#redis, 'leaseWebhooks', ['{}', most, leaseMs])) as readonly (Buffer | number)[]; // a flat array of these
    return Array.from({ length: reply.length / fieldsEach }, (_, index) => this.#parse(reply.slice(index * fieldsEach, (index + 1) * fieldsEach)));
  }

  /** It was delivered, or is given up; false when it is somebody else's by now. */
  close({ jobId, lease }: Pick<DueWebhook, 'jobId' | 'lease'>): Promise<boolean> {
    return this.#settle(jobId, lease, '');
  }

  /** It is to be sent again in `delayMs` milliseconds; false when it is somebody else's by now. */
  postpone({ jobId, lease }: Pick<DueWebhook, 'jobId' | 'lease'>, delayMs: number): Promise<boolean> {
    return this.#settle(jobId, lease, Math.ceil(delayMs));
  }

  async #settle(jobId: string, lease: number, delay: number | ''): Promise<boolean> {
    return String(await runScript(this.#redis, 'settleWebhook', ['{}', jobId, lease, delay])) === 'ok';
  }

  #parse([id, lease, attempt, status, enqueuedAt, endedAt, sealed]: readonly (Buffer | number)[]): DueWebhook {
    const jobId = String(id);
    const iso = (at: Buffer | number | undefined): string => new Date(Number(String(at))).toISOString();
    const body = { job_id: jobId, status: String(status) as EndStatus, enqueued_at: iso(enqueuedAt), completed_at: iso(endedAt) }; // only jobs that have ended are here
    return { jobId, lease: Number(lease), attempt: Number(attempt), webhook: Buffer.isBuffer(sealed) ? this.#open(jobId, sealed) : null, body };
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
