import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from '../redis/redis.js';

type Done = (error: Error | null, entryId?: string | null) => void;

/**
 * How long Redis holds one wait for an entry, in seconds: a stop waits no longer than this for the last one.
 */
const popSeconds = 0.5;

/**
 * How long to wait after a wait that failed, in milliseconds. bee-queue itself doubles its pause without end,
 * and forgets of it only with the next entry.
 */
const pauseMs = 500;

/**
 * bee-queue's waits for entries, made so that they can be ended. bee-queue itself waits for ever and ends a
 * wait by cutting the connection; an entry that is on its way then lies in nobody's hand until it counts as
 * stalled.
 */
export class EntryPops {
  readonly #pop: (from: string, to: string) => Promise<string | null>;
  readonly #underWay = new Set<Promise<void>>();
  readonly #inHand = new Set<string>();
  #isEnding = false;

  readonly #onError: (error: Error) => void;

  /**
   * @param blocking the connection bee-queue waits on; its brpoplpush is replaced. @param onError told of
   * each wait that failed.
   */
  constructor(blocking: Redis, onError: (error: Error) => void) {
    this.#onError = onError;
    const brpoplpush = blocking.brpoplpush.bind(blocking);
    this.#pop = (from, to) => brpoplpush(from, to, popSeconds);
    Object.assign(blocking, {
      // The third argument, 0, means for ever.
      brpoplpush: (...[from, to, , done]: [string, string, number, Done]) => {
        const wait = this.#wait(from, to, done).finally(() => this.#underWay.delete(wait));
        this.#underWay.add(wait);
      },
    });
  }

  /** The handler has got an entry. */
  handedOver(entryId: string): void {
    this.#inHand.delete(entryId);
  }

  /** Waits for no more entries; resolves when the last wait has been answered. */
  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#underWay);
  }

  /** Entries that were taken and that no handler got, once bee-queue is closed. */
  get leftOver(): readonly string[] {
    return [...this.#inHand];
  }

  // A method, since the compiler takes a field for unchanged while it waits.
  #hasEnded(): boolean {
    return this.#isEnding;
  }

  async #wait(from: string, to: string, done: Done): Promise<void> {
    while (!this.#hasEnded()) {
      try {
        const entryId = await this.#pop(from, to);
        if (entryId === null) continue;
        this.#inHand.add(entryId);
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
