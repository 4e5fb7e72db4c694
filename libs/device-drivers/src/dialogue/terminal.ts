import { DriverError } from '../errors.js';
import { Screen } from '../screen/screen.js';
import type { Shell } from '../ssh/shell.js';
import { Reading, type Look, type ReadLimits } from './reading.js';

/** Maximum text kept between reads, in bytes. */
const maxUnreadBytes = 65_536;
/** A larger answer, or one with a longer last line, is looked at only once per millisecond. */
const largeAnswerBytes = 262_144;
const longLineLength = 1_000;
/** Length of `lastOutput`, in characters. */
const lastOutputLength = 200;

/** A shell with the screen it writes to. At most one read at a time. */
export class Terminal {
  readonly screen: Screen;
  readonly #shell: Shell;
  readonly #maxOutputBytes: number;
  /** Replaces secrets by `********`. */
  readonly mask: (text: string) => string;
  #reading: Pick<Reading<unknown>, 'look' | 'fail'> | undefined;
  #failure: unknown;
  /** The last line arrived in one piece. */
  #isWholeLine = false;
  #isLookDue = false;

  constructor(
    shell: Shell,
    {
      columns,
      maxOutputBytes,
      mask,
    }: { readonly columns: number; readonly maxOutputBytes: number; readonly mask: (text: string) => string },
  ) {
    this.#shell = shell;
    this.#maxOutputBytes = maxOutputBytes;
    this.mask = mask;
    this.screen = new Screen(columns);
    shell.listen({
      data: (chunk) => {
        try {
          this.#take(chunk);
        } catch (error) {
          // A defect of this library: ssh2 would report it as an error of the connection.
          this.fail(error);
        }
      },
      ended: (error) => {
        this.fail(error);
      },
    });
  }

  /** False once the connection has ended or an error has made it unusable. */
  get isOpen(): boolean {
    return this.#failure === undefined;
  }

  /** The end of the device's output, quoted, secrets masked, for error messages. */
  get lastOutput(): string {
    const text = this.mask(`${this.screen.above}\n${this.screen.line}`).trim();
    return JSON.stringify(text.slice(-lastOutputLength));
  }

  write(text: string): void {
    this.#shell.write(text);
  }

  /** Ends the connection at once; the current read and all later ones reject with the error. */
  fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#shell.destroy();
    this.#reading?.fail(error);
  }

  /**
   * Reads until a finding settles. Rejects with READ_TIMEOUT, ABORTED, OUTPUT_TOO_LARGE or CONNECTION_LOST,
   * and ends the connection.
   */
  read<T>(look: Look<T>, limits: ReadLimits): Promise<T> {
    const { timeoutMs, signal } = limits;
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => {
        this.fail(aborted(signal?.reason));
      };
      const reading = new Reading<T>({
        screen: this.screen,
        look,
        limits,
        onTimeout: () => {
          this.fail(this.#readTimeout(timeoutMs));
        },
        onAbort,
        onEnd: () => {
          this.#reading = undefined;
        },
        resolve,
        reject,
      });
      this.#reading = reading;
      if (this.#failure !== undefined) reading.fail(this.#failure);
      else if (signal?.aborted) onAbort();
      else reading.look(false);
    });
  }

  /**
   * For text of several reads: throws OUTPUT_TOO_LARGE and ends the connection if it is more than one may be.
   */
  requireRoomFor(length: number): void {
    if (length <= this.#maxOutputBytes) return;
    const error = this.#tooLarge();
    this.fail(error);
    throw error;
  }

  #take(chunk: Buffer): void {
    const { screen } = this;
    const { lineEnds, isLineBlank } = screen;
    screen.write(chunk);
    this.#isWholeLine = isLineBlank || screen.lineEnds !== lineEnds;
    if (!this.#reading) {
      if (screen.bytes > maxUnreadBytes) screen.begin();
    } else if (screen.bytes > this.#maxOutputBytes) {
      this.fail(this.#tooLarge());
    } else if (!this.#isLookDue) {
      // Once for all text received together; where a look costs much, at most once per millisecond.
      this.#isLookDue = true;
      const look = (): void => {
        this.#look();
      };
      const isLarge = screen.bytes >= largeAnswerBytes || screen.lineLength > longLineLength;
      if (!isLarge) process.nextTick(look);
      else setTimeout(look, 1);
    }
  }

  #look(): void {
    this.#isLookDue = false;
    try {
      this.#reading?.look(this.#isWholeLine);
    } catch (error) {
      this.fail(error);
    }
  }

  #tooLarge(): DriverError {
    return new DriverError(
      'OUTPUT_TOO_LARGE',
      `The output is larger than ${String(this.#maxOutputBytes)} bytes; ask the device for less of it.`,
    );
  }

  #readTimeout(timeoutMs: number): DriverError {
    return new DriverError(
      'READ_TIMEOUT',
      `The prompt did not come back within ${String(timeoutMs)} ms; the device last said: ${this.lastOutput}.`,
      { output: this.mask(this.screen.text) },
    );
  }
}

/** The error of an aborted operation. */
export function aborted(reason: unknown, isAuthenticated = true): DriverError {
  return new DriverError('ABORTED', 'The operation was aborted.', { cause: reason, isAuthenticated });
}
