import type { Screen } from '../screen/screen.js';
import { deviceTimer } from './device-timer.js';

/** What a look at the screen found: it may end the read. */
export interface Finding<T> {
  readonly value: T;
  /** Milliseconds of silence after which it counts; 0: at once, unless more text is ready to be read. */
  readonly settleMs: number;
}

/** Looks at the screen after each piece of text and may type answers. Undefined: continue reading. */
export type Look<T> = (screen: Screen, isWholeLine: boolean) => Finding<T> | undefined;

/** Limits of one read. */
export interface ReadLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Options of a Reading. */
export interface ReadingOptions<T> {
  readonly screen: Screen;
  readonly look: Look<T>;
  readonly limits: ReadLimits;
  /** The time limit has passed without a finding. */
  readonly onTimeout: () => void;
  /** The signal was aborted. */
  readonly onAbort: () => void;
  /** The read is over; called before the promise settles. */
  readonly onEnd: () => void;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** One read: it ends when a finding has stood for `settleMs`, or with an error. */
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

  /** Looks again because more text has arrived; an earlier finding no longer counts. */
  look(isWholeLine: boolean): void {
    this.#unsettle();
    const finding = this.#options.look(this.#options.screen, isWholeLine);
    if (!finding) return;
    const settle = (): void => {
      this.#end();
      this.#options.resolve(finding.value);
    };
    if (finding.settleMs > 0) {
      this.#timer = setTimeout(settle, finding.settleMs);
      return;
    }
    // One turn of the event loop reads the text that has arrived in the meantime.
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
