import { keys } from '../keys.js';
import type { Redis } from './redis.js';

/**
 * What is known of what was written before the question: all replicas have it; there is none; or not all said
 * so in time.
 */
export type Confirmation = 'confirmed' | 'no replicas' | 'unconfirmed';

/** Times in milliseconds. */
export interface ReplicasOptions {
  /** How long replicas may take to confirm. Defaults to 2000. */
  readonly confirmMs?: number;
  /**
   * How long a replica that has gone is missed. Defaults to 15,000: a sentinel demotes the old master within
   * 10 s.
   */
  readonly missMs?: number;
}

interface Sighting {
  /** The history of writes that a master stands for; a replica that is promoted begins a new one. */
  readonly history: string;
  readonly count: number;
  readonly at: number;
}

/**
 * Asks whether the replicas have what was written before, on whatever connection. All of them: any may be the
 * next master. One that has gone a moment ago counts too, since it may be the next master already. Needs a
 * connection of its own, since WAIT holds up all commands behind it. Questions that come while one is under
 * way are asked as one.
 */
export class Replicas {
  readonly #redis: Redis;
  readonly #confirmMs: number;
  readonly #missMs: number;
  #most: Sighting = { history: '', count: 0, at: 0 };
  #underWay: Promise<unknown> = Promise.resolve();
  #next: Promise<Confirmation> | undefined;

  constructor(redis: Redis, { confirmMs = 2000, missMs = 15_000 }: ReplicasOptions = {}) {
    this.#redis = redis;
    this.#confirmMs = confirmMs;
    this.#missMs = missMs;
  }

  /**
   * Whether there is anything to confirm, as far as is known: a replica was there lately, or nobody has
   * looked yet.
   */
  get areThere(): boolean {
    return this.#most.count > 0 || this.#most.history === '';
  }

  /**
   * Looks how many replicas are connected and complete. To be called every few seconds, so that one that goes
   * is missed.
   */
  async look(): Promise<number> {
    const info = await this.#redis.info('replication');
    const history = /^master_replid:(\w+)/m.exec(info)?.[1] ?? '';
    // one that is still being filled is no successor yet
    const count = info.match(/^slave\d+:.*\bstate=online\b/gm)?.length ?? 0;
    const at = performance.now();
    const { history: before, count: most, at: last } = this.#most;
    if (history !== before || count >= most || at - last > this.#missMs) this.#most = { history, count, at };
    return count;
  }

  /**
   * Rejects with Redis's own errors when it cannot be used; waits while it is away, and while a replica is
   * missed.
   */
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
    for (;;) {
      await this.look();
      const wanted = this.#most.count;
      if (wanted === 0) return 'no replicas';
      // WAIT is about the last write of its own connection. A published word is one that leaves nothing
      // behind; nobody listens to it.
      const [, confirmed] = await Promise.all([
        this.#redis.publish(keys.confirm(), ''),
        this.#redis.wait(wanted, this.#confirmMs),
      ]);
      if (confirmed >= wanted) return 'confirmed';
      // they are here and silent; else one has gone, or this is another master by now
      if ((await this.look()) >= wanted) return 'unconfirmed';
    }
  }
}
