import { isAscii } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { escapeAt } from './escapes.js';
import { ScreenLine } from './screen-line.js';

// All control characters but tab, LF and CR.
const controls = [...Array(0x20).keys(), 0x7f].filter(
  (code) => code !== 0x09 && code !== 0x0a && code !== 0x0d,
);
const printable = /[^\x00-\x08\x0a-\x1f\x7f]+/y;

/**
 * What a terminal would show, as text without end: carriage returns, backspaces, cursor moves and erasures
 * are done, and whatever only decorates is left out. Lines that the device wrapped at the terminal's width
 * are one line. Time and memory are linear in what is written.
 */
export class Screen {
  readonly #decoder = new StringDecoder('utf8');
  readonly #line: ScreenLine;
  readonly #columns: number;
  /**
   * Finished lines: read ones as text, others as they came. Each part begins at the beginning of a line and
   * ends in a line end.
   */
  #finished: (string | Buffer)[] = [];
  /** Bytes since begin(). */
  #bytes = 0;
  /** Grows whenever lines have been finished since begin(), by one however many they were. */
  #lineEnds = 0;
  /** An escape sequence whose end has not come yet. */
  #unread = '';

  /** @param columns the terminal's width */
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

  /** Everything since begin(), the line the cursor stood on included. */
  get text(): string {
    return this.textFrom(0);
  }

  /** What came after `lineEnds` had that value. */
  textFrom(lineEnds: number): string {
    const parts = lineEnds === 0 ? this.#finished : this.#finished.slice(lineEnds);
    return this.#shown([...parts, this.line]);
  }

  /** The first `length` characters of the finished lines, or as many as there are. */
  head(length: number): string {
    let count = 0;
    for (let total = 0; count < this.#finished.length && total < length; count++)
      total += this.#finished[count]?.length ?? 0;
    return this.#shown(this.#finished.slice(0, count)).slice(0, length);
  }

  /** Forgets all but the line the cursor is on. */
  begin(): void {
    this.#finished = [];
    this.#bytes = 0;
    this.#lineEnds = 0;
  }

  /** Takes the end of the line away, from column `from` on. */
  cut(from: number): void {
    this.#line.cut(from);
  }

  write(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const first = chunk.indexOf(0x0a) + 1;
    const last = chunk.lastIndexOf(0x0a) + 1;
    // Bulk output has no control characters but its line ends, and is kept as it came until somebody wants
    // it.
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
        at += this.#take(text, at);
      }
    }
  }

  /** Takes a control character or a run of text; the number of characters taken. */
  #take(text: string, at: number): number {
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
    } else if (control === '\r') this.#line.carriageReturn();
    else if (control === '\b') this.#line.moveLeft(1);
    return 1;
  }

  /**
   * Lines as a terminal shows them: CR LF is a line end, and text after a lone CR is written over the line.
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
  // In one piece: many short-lived strings would keep the garbage collector busy.
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString();
}
