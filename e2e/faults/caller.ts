import { setTimeout as delay } from 'node:timers/promises';
import type { JobAccepted, JobResult } from '@naas/contract';
import { hasEnded } from '@naas/contract';
import type { Bed } from './bed/bed.js';
import type { JobPlan } from './job-plan.js';

/** A job as its caller knows it. */
export interface CalledJob {
  readonly plan: JobPlan;
  /** Null: no submit was ever answered with 202. */
  readonly id: string | null;
  /** As it was last seen; null: nobody could tell. */
  readonly result: JobResult | null;
}

/**
 * A caller waits this long before it repeats a request that was answered with 503 or not at all, in
 * milliseconds.
 */
const pauseMs = 100;

/** How long one request waits for the end of a job, in seconds. */
const waitSeconds = 5;

/**
 * Someone who uses the REST API as its docs say: submits with an idempotency key, repeats what was answered
 * with 503.
 */
export class Caller {
  readonly #bed: Bed;
  readonly #authorization: string;

  constructor(bed: Bed) {
    this.#bed = bed;
    this.#authorization = `Basic ${Buffer.from(`${bed.secrets.username}:${bed.secrets.password}`).toString('base64')}`;
  }

  /**
   * Submits a job until it is accepted; its id, or null once `until` says that it is too late. Throws when it
   * is refused.
   */
  async submit({ kind, mark, body }: JobPlan, until: () => boolean = () => false): Promise<string | null> {
    while (!until()) {
      const response = await this.#call('POST', `/v2/${kind}`, {
        headers: { 'x-idempotency-key': mark },
        body,
      });
      // the contract's answer to 202
      if (response?.status === 202) return ((await response.json()) as JobAccepted).job_id;
      await this.#again(response, mark);
    }
    return null;
  }

  /** A job once it has ended, or as it was last seen when `until` says that it is too late. */
  async ended(id: string, until: () => boolean = () => false): Promise<JobResult | null> {
    let seen: JobResult | null = null;
    do {
      const response = await this.#call('GET', `/v2/jobs/${id}`, {
        headers: { prefer: `wait=${waitSeconds}` },
      });
      if (response?.status === 404) return null;
      if (response?.status === 200) {
        seen = (await response.json()) as JobResult; // the contract's answer to 200
        if (hasEnded(seen.status)) return seen;
      } else {
        await this.#again(response, id);
      }
    } while (!until());
    return seen;
  }

  /** Runs a job to its end. */
  async run(plan: JobPlan): Promise<JobResult> {
    const id = await this.submit(plan);
    const result = id === null ? null : await this.ended(id);
    if (!result) throw new Error(`${plan.mark} is gone`);
    return result;
  }

  async #call(
    method: string,
    path: string,
    {
      headers,
      body,
    }: { readonly headers: Readonly<Record<string, string>>; readonly body?: JobPlan['body'] },
  ): Promise<Response | null> {
    const all = { authorization: this.#authorization, 'content-type': 'application/json', ...headers };
    return fetch(`${this.#bed.url}${path}`, {
      method,
      headers: all,
      ...(body && { body: JSON.stringify(body) }),
    }).catch(() => null);
  }

  async #again(response: Response | null, what: string): Promise<void> {
    if (response && response.status !== 503)
      throw new Error(`${what} was answered with ${response.status}: ${await response.text()}`);
    await response?.arrayBuffer();
    await delay(pauseMs);
  }
}
