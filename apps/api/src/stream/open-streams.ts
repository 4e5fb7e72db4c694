import { ApiError } from '../http/api-error.js';

/** Retry-After in seconds, when the maximum number of streams is open. */
const retryAfterSeconds = '5';

/** Counts the open event streams of this process and limits their number. */
export class OpenStreams {
  #count = 0;

  /** `max`: maximum number of open streams. `onChange` is called with each new count. */
  constructor(
    readonly max: number,
    readonly onChange: (count: number) => void,
  ) {}

  /**
   * Counts a stream as open until `gone` aborts.
   * @throws ApiError TOO_MANY_STREAMS
   */
  take(gone: AbortSignal): void {
    if (gone.aborted) return;
    if (this.#count >= this.max) {
      throw new ApiError(
        'TOO_MANY_STREAMS',
        `The maximum of ${this.max} event streams is open (SSE_MAX_CONNECTIONS); try again shortly, or ` +
          'read the job instead.',
        { headers: { 'Retry-After': retryAfterSeconds } },
      );
    }
    this.#add(1);
    gone.addEventListener('abort', () => this.#add(-1), { once: true });
  }

  #add(change: number): void {
    this.#count += change;
    this.onChange(this.#count);
  }
}
