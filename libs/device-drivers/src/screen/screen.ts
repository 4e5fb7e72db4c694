import { isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { escapeAt } from './escapes.js';
import { ScreenLine } from './screen-line.js';

// All control characters except tab, LF and CR.
const controls = [...Array(0x20).keys(), 0x7f].filter(
  (code) => code !== 0x09 && code !== 0x0a && code !== 0x0d,
);
const printable = /[^\x00-\x08\x0a-\x1f\x7f]+/y;

/**
 * A terminal's screen as text of unlimited length: carriage returns, backspaces, cursor moves and erasures are
 * applied, decoration is dropped. A line that the device wrapped at the terminal's width is one line. Time and
 * memory are linear in the size of the input.
 */
export class Screen {
  readonly #decoder = new StringDecoder('utf8');
  readonly #line: ScreenLine;
  readonly #columns: number;
  /**
   * Finished lines: interpreted ones as text, the others as raw bytes. Each part consists of whole lines,
   * including their line ends.
   */
  #finished: (string | Buffer)[] = [];
  /** Bytes since begin(). */
  #bytes = 0;
  /** Number of parts in `#finished`: it grows whenever lines are finished, by one for several at once. */
  #lineEnds = 0;
  /** An escape sequence whose end has not arrived yet. */
  #unread = '';

  /** @param columns the terminal's width, in characters */
  constructor(columns: number) {
    this.#columns = columns;
    this.#line = new ScreenLine(columns);
  }

  get bytes(): number {
    return this.#bytes;
  }

  get lineEnds(): number {
    return this.#lineEnds;
  }

  /** The line the cursor is on. */
  get line(): string {
    return this.#line.text;
  }

  get isLineBlank(): boolean {
    return this.#line.isBlank;
  }

  /** The last finished line. */
  get above(): string {
    const part = this.#finished.at(-1) ?? '';
    const last = part.slice(part.lastIndexOf('\n', part.length - 2) + 1);
    return this.#shown([last]).slice(0, -1);
  }

  /** Everything since begin(), including the line the cursor was on at that time. */
  get text(): string {
    return this.textFrom(0);
  }

  /** The text received after `lineEnds` had the given value. */
  textFrom(lineEnds: number): string {
    const parts = lineEnds === 0 ? this.#finished : this.#finished.slice(lineEnds);
    return this.#shown([...parts, this.line]);
  }

  /** At most `length` characters of the finished lines, from the beginning. */
  head(length: number): string {
    let count = 0;
    for (let total = 0; count < this.#finished.length && total < length; count++)
      total += this.#finished[count]?.length ?? 0;
    return this.#shown(this.#finished.slice(0, count)).slice(0, length);
  }

  /** Forgets everything except the line the cursor is on. */
  begin(): void {
    this.#finished = [];
    this.#bytes = 0;
    this.#lineEnds = 0;
  }

  /** Removes the end of the current line, from column `from`. */
  cut(from: number): void {
    this.#line.cut(from);
  }

  write(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const first = chunk.indexOf(0x0a) + 1;
    const last = chunk.lastIndexOf(0x0a) + 1;
    // Bulk output contains no control characters except its line ends; it stays raw until its text is asked
    // for.
    if (first === last || controls.some((code) => chunk.includes(code))) {
      this.#interpret(this.#decoder.write(chunk));
      return;
    }
    this.#interpret(this.#decoder.write(chunk.subarray(0, first)));
    this.#finish(chunk.subarray(first, last));
    this.#interpret(this.#decoder.write(chunk.subarray(last)));
  }

  #finish(lines: string | Buffer): void {
    this.#finished.push(lines);
    this.#lineEnds++;
  }

  #interpret(received: string): void {
    const text = this.#unread + received;
    this.#unread = '';
    for (let at = 0; at < text.length;) {
      if (text[at] === '\x1b') {
        const escape = escapeAt(text, at);
        if (!escape) {
          this.#unread = text.slice(at);
          return;
        }
        this.#line.edit(escape.final, escape.parameter);
        at += escape.length;
      } else {
        at += this.#apply(text, at);
      }
    }
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
      this.#finish(`${this.#line.text}\n`);
      this.#line.clear();
    } else if (control === '\r') {
      this.#line.carriageReturn();
    } else if (control === '\b') {
      this.#line.moveLeft(1);
    }
    return 1;
  }

  /**
   * Lines as a terminal shows them: CR LF is a line end, and text after a lone CR overwrites the line.
   */
  #shown(parts: readonly (string | Buffer)[]): string {
    const text = joined(parts).replaceAll('\r\n', '\n');
    return text.includes('\r')
      ? text
          .split('\n')
          .map((line) => this.#redrawn(line))
          .join('\n')
      : text;
  }

  #redrawn(text: string): string {
    const line = new ScreenLine(this.#columns);
    text.split('\r').forEach((run, index) => {
      if (index > 0) line.carriageReturn();
      line.put(run);
    });
    return line.text;
  }
}

function joined(parts: readonly (string | Buffer)[]): string {
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  // Converted in one piece: many short-lived strings would keep the garbage collector busy.
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString();
}
