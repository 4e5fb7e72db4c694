import type { Screen } from '../screen/screen.js';
import { deviceTimer } from './device-timer.js';

/** Something on the screen that may end a read. */
export interface Sight<T> {
  readonly value: T;
  /** Milliseconds of silence after which it counts; 0: at once, if nothing more is there to be read. */
  readonly settleMs: number;
}

/** Looks at the screen after each piece of text; may type answers. Undefined: read on. */
export type Look<T> = (screen: Screen, isWholeLine: boolean) => Sight<T> | undefined;

/** Limits of one read. */
export interface ReadLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a Reading works with. */
export interface ReadingOptions<T> {
  readonly screen: Screen;
  readonly look: Look<T>;
  readonly limits: ReadLimits;
  /** The time limit has passed without a sight. */
  readonly onTimeout: () => void;
  /** The signal was aborted. */
  readonly onAbort: () => void;
  /** The read is over; called before it settles. */
  readonly onEnd: () => void;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** One read under way: it ends when a sight has stood for its time, or with an error. */
export class Reading<T> {
  readonly #options: ReadingOptions<T>;
  readonly #endLimit: () => void;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(options: ReadingOptions<T>) {
    this.#options = options;
    const { limits, onTimeout, onAbort } = options;
    this.#endLimit = deviceTimer(limits.timeoutMs, onTimeout);
    limits.signal?.addEventListener('abort', onAbort);
  }

  /** More text has come: what was seen before does not count any more. */
  look(isWholeLine: boolean): void {
    this.#unsettle();
    const sight = this.#options.look(this.#options.screen, isWholeLine);
    if (!sight) return;
    const settle = (): void => {
      this.#end();
      this.#options.resolve(sight.value);
    };
    if (sight.settleMs > 0) {
      this.#timer = setTimeout(settle, sight.settleMs);
      return;
    }
    // One turn of the event loop reads what the device has sent meanwhile.
    this.#immediate = setImmediate(() => {
      this.#immediate = setImmediate(settle);
    });
  }

  fail(error: unknown): void {
    this.#end();
    this.#options.reject(error instanceof Error ? error : new Error(String(error)));
  }

  #end(): void {
    const { limits, onAbort, onEnd } = this.#options;
    this.#unsettle();
    this.#endLimit();
    limits.signal?.removeEventListener('abort', onAbort);
    onEnd();
  }

  #unsettle(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }
}
