import { StringDecoder } from 'node:string_decoder';
import { edits } from './edits.js';
import { escapeAt, UnfinishedEscape } from './escapes.js';
import { FinishedText } from './finished-text.js';
import { ScreenLine } from './screen-line.js';

// All control characters except tab, LF and CR.
const controls = [...Array(0x20).keys(), 0x7f].filter(
  (code) => code !== 0x09 && code !== 0x0a && code !== 0x0d,
);
const printable = /[^\x00-\x08\x0a-\x1f\x7f]+/y;

/**
 * A terminal's screen as text of unlimited length: carriage returns, backspaces, cursor moves and erasures
 * are applied, decoration is dropped. A line that the device wrapped at the terminal's width is one line.
 * Time and memory are linear in the size of the input, whatever it is: only the last 10,000 characters of a
 * line can still be edited, and no edit costs more than a row.
 */
export class Screen {
  readonly #decoder = new StringDecoder('utf8');
  readonly #line: ScreenLine;
  readonly #finished: FinishedText;
  /** An escape sequence whose end has not arrived yet. */
  readonly #unread = new UnfinishedEscape();
  /** Text finished by the current write, line ends included. */
  #fresh: string[] = [];
  /** Bytes received since begin(). */
  #received = 0;

  /** @param columns the terminal's width, in characters */
  constructor(columns: number) {
    this.#finished = new FinishedText(columns);
    this.#line = new ScreenLine(columns, (text) => this.#fresh.push(text));
  }

  /** Bytes since begin(); more than were received if the device had blanks made of moves of the cursor. */
  get bytes(): number {
    return Math.max(this.#received, this.#finished.length);
  }

  /** Grows whenever text above the cursor's line is finished, by one for several lines at once. */
  get lineEnds(): number {
    return this.#finished.count;
  }

  /** The line the cursor is on; of a very long one the end, of at most 10,000 characters. */
  get line(): string {
    return this.#line.text;
  }

  /** Length of `line`, which costs less than the line itself. */
  get lineLength(): number {
    return this.#line.length;
  }

  get isLineBlank(): boolean {
    return this.#line.length === 0;
  }

  /** The last finished line; of a long one the end. */
  get above(): string {
    return this.#finished.lastLine;
  }

  /** Everything since begin(), including the line the cursor was on at that time. */
  get text(): string {
    return this.#finished.from(0, this.line);
  }

  /** Cells written, moved or read so far: the work that was done, for tests. */
  get cost(): number {
    return this.#line.cost;
  }

  /** The lines finished after `lineEnds` had the given value, perhaps with some before them. */
  finishedFrom(lineEnds: number): string {
    return this.#finished.from(lineEnds);
  }

  /** At most `length` characters of the finished lines, from the beginning. */
  head(length: number): string {
    return this.#finished.head(length);
  }

  /** Forgets everything except the line the cursor is on. */
  begin(): void {
    this.#finished.clear();
    this.#received = 0;
  }

  /** Removes the end of the current line, from column `from`. */
  cut(from: number): void {
    this.#line.cut(from);
  }

  write(chunk: Buffer): void {
    this.#received += chunk.length;
    const first = chunk.indexOf(0x0a) + 1;
    const last = chunk.lastIndexOf(0x0a) + 1;
    // Bulk output contains no control characters except its line ends; it stays raw until its text is asked
    // for.
    if (first === last || controls.some((code) => chunk.includes(code))) {
      this.#interpret(this.#decoder.write(chunk));
      return;
    }
    this.#interpret(this.#decoder.write(chunk.subarray(0, first)));
    this.#finished.push(chunk.subarray(first, last));
    this.#interpret(this.#decoder.write(chunk.subarray(last)));
  }

  #interpret(received: string): void {
    const text = this.#unread.with(received);
    for (let at = 0; at < text.length;) {
      if (text[at] === '\x1b') {
        const escape = escapeAt(text, at);
        if (!escape) {
          this.#unread.keep(text.slice(at));
          break;
        }
        edits[escape.final]?.(this.#line, escape.parameter);
        at += escape.length;
      } else {
        at += this.#apply(text, at);
      }
    }
    if (this.#fresh.length === 0) return;
    this.#finished.push(this.#fresh.join(''));
    this.#fresh = [];
  }

  /** Applies a control character or a run of text; returns the number of characters consumed. */
  #apply(text: string, at: number): number {
    printable.lastIndex = at;
    const run = printable.exec(text)?.[0];
    if (run !== undefined) {
      this.#line.put(run);
      return run.length;
    }
    const control = text[at];
    if (control === '\n') {
      this.#fresh.push(this.#line.text, '\n');
      this.#line.clear();
    } else if (control === '\r') {
      this.#line.carriageReturn();
    } else if (control === '\b') {
      this.#line.moveLeft(1);
    }
    return 1;
  }
}
