/**
 * The places of webhooks that are being sent: so many in all, and so many for one receiver, which leaves some
 * to the others.
 */
export class WebhookPlaces {
  readonly #most: number;
  readonly #mostEach: number;
  readonly #taken = new Map<string, number>();
  #total = 0;

  constructor({ most, mostEach }: { readonly most: number; readonly mostEach: number }) {
    this.#most = most;
    this.#mostEach = mostEach;
  }

  /** How many nobody has taken. */
  get free(): number {
    return this.#most - this.#total;
  }

  /** Takes a place for a receiver; false when there is none. */
  take(receiver: string): boolean {
    const taken = this.#taken.get(receiver) ?? 0;
    if (this.free === 0 || taken >= this.#mostEach) return false;
    this.#taken.set(receiver, taken + 1);
    this.#total += 1;
    return true;
  }

  /** Gives back a place that was taken. */
  leave(receiver: string): void {
    const left = (this.#taken.get(receiver) ?? 0) - 1;
    if (left > 0) this.#taken.set(receiver, left);
    else this.#taken.delete(receiver);
    this.#total -= 1;
  }
}
