import { keys } from './keys.js';
import type { Redis } from './redis.js';

/** What is known of what was written before the question: a replica has it too; there is no replica; or none said so in time. */
export type Confirmation = 'confirmed' | 'no replicas' | 'unconfirmed';

/**
 * Asks whether a replica has what was written before, on whatever connection. Needs a connection of its own, since WAIT
 * holds up all commands behind it. Questions that come while one is under way are asked as one.
 */
export class Replicas {
  readonly #redis: Redis;
  readonly #confirmMs: number;
  #underWay: Promise<unknown> = Promise.resolve();
  #next: Promise<Confirmation> | undefined;

  /** @param confirmMs how long a replica may take to confirm, in milliseconds */
  constructor(redis: Redis, confirmMs = 2000) {
    this.#redis = redis;
    this.#confirmMs = confirmMs;
  }

  /** Rejects with Redis's own errors when it cannot be used; waits while it is away. */
  confirm(): Promise<Confirmation> {
    // The question under way may have been asked before the write this one is about.
    this.#next ??= this.#underWay.then(() => {
      const asked = this.#ask();
      this.#underWay = asked.catch(() => undefined);
      this.#next = undefined;
      return asked;
    });
    return this.#next;
  }

  async #ask(): Promise<Confirmation> {
    const info = await this.#redis.info('replication');
    if (/^connected_slaves:0\r?$/m.test(info)) return 'no replicas';
    // WAIT is about the last write of its own connection. A published word is one that leaves nothing behind; nobody listens to it.
    const [, count] = await Promise.all([this.#redis.publish(keys.confirm(), ''), this.#redis.wait(1, this.#confirmMs)]);
    return count > 0 ? 'confirmed' : 'unconfirmed';
  }
}
