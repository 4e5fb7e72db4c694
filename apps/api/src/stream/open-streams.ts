import { ApiError } from '../http/api-error.js';

/** Seconds after which a client may try again where all streams are taken. */
const retryAfterSeconds = '5';

/** Counts the event streams that are open in this process. */
export class OpenStreams {
  #count = 0;

  /** @param most how many may be open at a time. @param onChange told of the number that is open. */
  constructor(
    readonly most: number,
    readonly onChange: (count: number) => void,
  ) {}

  /**
   * Takes a place until the client has gone.
   * @throws ApiError TOO_MANY_STREAMS
   */
  take(gone: AbortSignal): void {
    if (gone.aborted) return;
    if (this.#count >= this.most) {
      throw new ApiError(
        'TOO_MANY_STREAMS',
        `This server has all of its ${this.most} event streams open (SSE_MAX_CONNECTIONS); try again ` +
          'shortly, or ask for the job itself.',
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
