import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from '../redis/redis.js';

type Callback = (error: Error | null, entryId?: string | null) => void;

/**
 * How long one wait for an entry lasts, in seconds. A stop waits no longer than this for the last one.
 */
const popSeconds = 0.5;

/**
 * The pause after a wait that failed, in milliseconds. bee-queue itself doubles its pause without limit, and
 * resets it only at the next entry.
 */
const pauseMs = 500;

/**
 * bee-queue's waits for entries, in a form that can be ended. bee-queue itself waits without limit and ends a
 * wait by closing the connection; an entry that is on its way then is not handled until it counts as stalled.
 */
export class EntryPops {
  readonly #pop: (from: string, to: string) => Promise<string | null>;
  readonly #waits = new Set<Promise<void>>();
  readonly #taken = new Set<string>();
  readonly #onError: (error: Error) => void;
  #isEnding = false;

  /**
   * @param blocking the connection on which bee-queue waits; its brpoplpush is replaced.
   * @param onError called for each wait that failed.
   */
  constructor(blocking: Redis, onError: (error: Error) => void) {
    this.#onError = onError;
    const brpoplpush = blocking.brpoplpush.bind(blocking);
    this.#pop = (from, to) => brpoplpush(from, to, popSeconds);
    Object.assign(blocking, {
      // The third argument is bee-queue's time limit: 0, none.
      brpoplpush: (...[from, to, , done]: [string, string, number, Callback]) => {
        const wait = this.#wait(from, to, done).finally(() => this.#waits.delete(wait));
        this.#waits.add(wait);
      },
    });
  }

  /** Records that the handler has got an entry. */
  markHandled(entryId: string): void {
    this.#taken.delete(entryId);
  }

  /** Starts no further wait. Resolves when the last wait is over. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#waits);
  }

  /** Entries that were taken and never passed to the handler, once bee-queue is closed. */
  get unhandled(): readonly string[] {
    return [...this.#taken];
  }

  // A method, since TypeScript assumes that a field does not change during an await.
  #hasEnded(): boolean {
    return this.#isEnding;
  }

  async #wait(from: string, to: string, done: Callback): Promise<void> {
    while (!this.#hasEnded()) {
      try {
        const entryId = await this.#pop(from, to);
        if (entryId === null) continue;
        this.#taken.add(entryId);
        done(null, entryId);
        return;
      } catch (error) {
        if (this.#hasEnded()) return;
        this.#onError(error instanceof Error ? error : new Error(String(error)));
        await pause(pauseMs);
      }
    }
  }
}
