import { keys } from '../keys.js';
import type { Redis } from './redis.js';

/**
 * What replicas have of all that was written before the call: all have confirmed it, there is no replica, or
 * not all have confirmed it in time.
 */
export type Confirmation = 'confirmed' | 'no replicas' | 'unconfirmed';

/** Times in milliseconds. */
export interface ReplicasOptions {
  /** How long replicas may take to confirm. Default: 2000. */
  readonly confirmMs?: number;
  /**
   * How long a disconnected replica still counts. Default: 15,000, since a sentinel demotes the old master
   * within 10 s.
   */
  readonly missMs?: number;
}

/** How many replicas a master had, and when, on the clock of performance.now(). */
interface Sighting {
  /** The master's replication id; a promoted replica begins a new one. */
  readonly history: string;
  readonly count: number;
  readonly at: number;
}

/**
 * Confirms that the replicas have all that was written before, on any connection. All replicas must confirm,
 * since any may be the next master; one that disconnected a moment ago counts too, since it may be the next
 * master already. Needs a connection of its own, since WAIT blocks all later commands on it. Calls made
 * during a round share the next round.
 */
export class Replicas {
  readonly #redis: Redis;
  readonly #confirmMs: number;
  readonly #missMs: number;
  #expected: Sighting = { history: '', count: 0, at: 0 };
  #current: Promise<unknown> = Promise.resolve();
  #next: Promise<Confirmation> | undefined;

  constructor(redis: Redis, { confirmMs = 2000, missMs = 15_000 }: ReplicasOptions = {}) {
    this.#redis = redis;
    this.#confirmMs = confirmMs;
    this.#missMs = missMs;
  }

  /**
   * Whether there are replicas to wait for: one was connected recently, or refresh() has not run yet.
   */
  get areExpected(): boolean {
    return this.#expected.count > 0 || this.#expected.history === '';
  }

  /**
   * Counts the replicas that are connected and in sync. Call it every few seconds, so that a replica that
   * disconnects is noticed.
   */
  async refresh(): Promise<number> {
    const info = await this.#redis.info('replication');
    const history = /^master_replid:(\w+)/m.exec(info)?.[1] ?? '';
    // A replica that is still loading cannot be the successor yet.
    const count = info.match(/^slave\d+:.*\bstate=online\b/gm)?.length ?? 0;
    const at = performance.now();
    const last = this.#expected;
    const isNewMaster = history !== last.history;
    if (isNewMaster || count >= last.count || at - last.at > this.#missMs) {
      this.#expected = { history, count, at };
    }
    return count;
  }

  /**
   * Confirms all writes made before the call. Rejects with Redis's own errors when it cannot be used; waits
   * while Redis cannot be reached, and while a disconnected replica still counts.
   */
  confirm(): Promise<Confirmation> {
    // The current round may have begun before the write that this call is about.
    this.#next ??= this.#current.then(() => {
      const round = this.#confirmOnce();
      this.#current = round.catch(() => undefined);
      this.#next = undefined;
      return round;
    });
    return this.#next;
  }

  async #confirmOnce(): Promise<Confirmation> {
    for (;;) {
      await this.refresh();
      const { count } = this.#expected;
      if (count === 0) return 'no replicas';
      // WAIT is about the last write of its own connection. A message without a subscriber is a write that
      // leaves nothing behind.
      const [, confirmed] = await Promise.all([
        this.#redis.publish(keys.confirm(), ''),
        this.#redis.wait(count, this.#confirmMs),
      ]);
      if (confirmed >= count) return 'confirmed';
      // All are connected and one is silent. Otherwise one has disconnected, or this is a new master: again.
      if ((await this.refresh()) >= count) return 'unconfirmed';
    }
  }
}
