/** Limits of WebhookConcurrency. */
export interface WebhookLimits {
  /** Maximum number of webhooks sent at a time. */
  readonly max: number;
  /** Maximum number sent to one receiver at a time, so that a slow one cannot block the others. */
  readonly maxPerReceiver: number;
}

/** Counts the webhooks that are being sent, and limits them in total and per receiver. */
export class WebhookConcurrency {
  readonly #limits: WebhookLimits;
  readonly #counts = new Map<string, number>();
  #total = 0;

  constructor(limits: WebhookLimits) {
    this.#limits = limits;
  }

  /** How many more webhooks may be sent now. */
  get free(): number {
    return this.#limits.max - this.#total;
  }

  /** Counts a webhook to a receiver. Returns false, and counts nothing, when a limit is reached. */
  acquire(receiver: string): boolean {
    const count = this.#counts.get(receiver) ?? 0;
    if (this.free === 0 || count >= this.#limits.maxPerReceiver) return false;
    this.#counts.set(receiver, count + 1);
    this.#total += 1;
    return true;
  }

  /** Ends one acquire() of a receiver. */
  release(receiver: string): void {
    const left = (this.#counts.get(receiver) ?? 0) - 1;
    if (left > 0) this.#counts.set(receiver, left);
    else this.#counts.delete(receiver);
    this.#total -= 1;
  }
}
