import { setTimeout as delay } from 'node:timers/promises';
import type { JobAccepted, JobResult } from '@naas/contract';
import { hasEnded } from '@naas/contract';
import type { Bed } from './bed/bed.js';
import type { JobPlan } from './job-plan.js';

/** A job from the view of its caller. */
export interface CalledJob {
  readonly plan: JobPlan;
  /** Null when no submit was answered with 202. */
  readonly id: string | null;
  /** The last result read, or null when none could be read. */
  readonly result: JobResult | null;
}

/** Pause before a request is repeated that was answered with 503 or not at all, in milliseconds. */
const pauseMs = 100;

/** How long one request waits for the end of a job, in seconds. */
const waitSeconds = 5;

/**
 * A client that uses the REST API as its docs recommend: it submits with an idempotency key, and repeats
 * requests that were answered with 503.
 */
export class Caller {
  readonly #bed: Bed;
  readonly #authorization: string;

  constructor(bed: Bed) {
    this.#bed = bed;
    this.#authorization = `Basic ${Buffer.from(`${bed.secrets.username}:${bed.secrets.password}`).toString('base64')}`;
  }

  /**
   * Submits a job until it is accepted. Resolves to its id, or to null once `until` returns true. Throws when
   * the job is refused.
   */
  async submit({ kind, mark, body }: JobPlan, until: () => boolean = () => false): Promise<string | null> {
    while (!until()) {
      const response = await this.#call('POST', `/v2/${kind}`, {
        headers: { 'x-idempotency-key': mark },
        body,
      });
      // the contract's body of a 202
      if (response?.status === 202) return ((await response.json()) as JobAccepted).job_id;
      await this.#pauseBeforeRetry(response, mark);
    }
    return null;
  }

  /** Resolves to a job once it has ended, or to its last known state once `until` returns true. */
  async ended(id: string, until: () => boolean = () => false): Promise<JobResult | null> {
    let latest: JobResult | null = null;
    do {
      const response = await this.#call('GET', `/v2/jobs/${id}`, {
        headers: { prefer: `wait=${waitSeconds}` },
      });
      if (response?.status === 404) return null;
      if (response?.status === 200) {
        latest = (await response.json()) as JobResult; // the contract's body of a 200
        if (hasEnded(latest.status)) return latest;
      } else {
        await this.#pauseBeforeRetry(response, id);
      }
    } while (!until());
    return latest;
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
    const allHeaders = { authorization: this.#authorization, 'content-type': 'application/json', ...headers };
    return fetch(`${this.#bed.url}${path}`, {
      method,
      headers: allHeaders,
      ...(body && { body: JSON.stringify(body) }),
    }).catch(() => null);
  }

  async #pauseBeforeRetry(response: Response | null, job: string): Promise<void> {
    if (response && response.status !== 503)
      throw new Error(`${job} was answered with ${response.status}: ${await response.text()}`);
    await response?.arrayBuffer();
    await delay(pauseMs);
  }
}
