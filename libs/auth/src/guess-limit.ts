/** Wrong guesses that an address may make at once, and within a minute. */
const capacity = 10;

/** Time in which an address gets one guess back, in milliseconds. */
const refillMs = 60_000 / capacity;

/** Maximum number of remembered addresses. When it is exceeded, the one that guessed longest ago is dropped. */
const maxAddresses = 10_000;

/**
 * Limits wrong guesses of a secret by source address, in this process: a token bucket of ten for each address,
 * refilled in a minute.
 */
export class GuessLimit {
  readonly #now: () => number;
  /** When the bucket of each address is full again, in milliseconds since 1970; the latest guess comes last. */
  readonly #fullAt = new Map<string, number>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** How long an address must wait before it may guess, in milliseconds; 0: not at all. */
  waitMs(address: string): number {
    const untilFull = (this.#fullAt.get(address) ?? 0) - this.#now();
    return Math.max(0, untilFull - (capacity - 1) * refillMs);
  }

  /** Counts a wrong guess. */
  countWrong(address: string): void {
    const now = this.#now();
    const fullAt = Math.max(this.#fullAt.get(address) ?? 0, now) + refillMs;
    this.#fullAt.delete(address); // moves it to the end of the Map
    this.#fullAt.set(address, fullAt);
    const [oldest] = this.#fullAt.keys();
    if (this.#fullAt.size > maxAddresses && oldest !== undefined) this.#fullAt.delete(oldest);
  }
}
