import { DriverError } from '../errors.js';
import { Screen } from '../screen/screen.js';
import type { Shell } from '../ssh/shell.js';
import { Reading, type Look, type ReadLimits } from './reading.js';

/** Text kept while nobody reads, in bytes. */
const mostUnreadBytes = 65_536;
/** An answer larger than this is looked at once a millisecond, in bytes. */
const muchBytes = 262_144;
const lastWords = 200;

/** A shell with the screen it writes to. At most one read at a time. */
export class Terminal {
  readonly screen: Screen;
  readonly #shell: Shell;
  readonly #maxOutputBytes: number;
  /** Writes secrets as `********`. */
  readonly mask: (text: string) => string;
  #reading: Pick<Reading<unknown>, 'look' | 'fail'> | undefined;
  #failure: unknown;
  /** The last line came in one piece. */
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
          this.fail(error); // a defect of ours; ssh2 would report it as an error of the connection
        }
      },
      ended: (error) => {
        this.fail(error);
      },
    });
  }

  /** False once the connection has ended, or something went wrong that the session cannot go on after. */
  get isOpen(): boolean {
    return this.#failure === undefined;
  }

  /** What the device said last, secrets masked, for error messages. */
  get lastWords(): string {
    const text = this.mask(`${this.screen.above}\n${this.screen.line}`).trim();
    return JSON.stringify(text.slice(-lastWords));
  }

  write(text: string): void {
    this.#shell.write(text);
  }

  /** Ends the connection at once; whoever reads, now or later, gets the error. */
  fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#shell.destroy();
    this.#reading?.fail(error);
  }

  /**
   * Reads until a sight settles. Rejects with READ_TIMEOUT, ABORTED, OUTPUT_TOO_LARGE or CONNECTION_LOST, and
   * the connection is ended.
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

  #take(chunk: Buffer): void {
    const { screen } = this;
    const { lineEnds, isLineBlank } = screen;
    screen.write(chunk);
    this.#isWholeLine = isLineBlank || screen.lineEnds !== lineEnds;
    if (!this.#reading) {
      if (screen.bytes > mostUnreadBytes) screen.begin();
    } else if (screen.bytes > this.#maxOutputBytes) {
      this.fail(
        new DriverError(
          'OUTPUT_TOO_LARGE',
          `The output is larger than ${String(this.#maxOutputBytes)} bytes; ask the device for less of it.`,
        ),
      );
    } else if (!this.#isLookDue) {
      // Once for all that was received together; in the midst of much, not more often than the clock ticks.
      this.#isLookDue = true;
      if (screen.bytes < muchBytes)
        process.nextTick(() => {
          this.#look();
        });
      else
        setTimeout(() => {
          this.#look();
        }, 1);
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

  #readTimeout(timeoutMs: number): DriverError {
    return new DriverError(
      'READ_TIMEOUT',
      `The prompt did not come back within ${String(timeoutMs)} ms; the device last said: ${this.lastWords}.`,
      { output: this.mask(this.screen.text) },
    );
  }
}

/** What an aborted operation rejects with. */
export function aborted(reason: unknown): DriverError {
  return new DriverError('ABORTED', 'The operation was aborted.', { cause: reason });
}
