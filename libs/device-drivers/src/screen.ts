import { StringDecoder } from 'node:string_decoder';
import { escapeAt } from './escapes.js';
import { ScreenLine } from './screen-line.js';

// All control characters but tab, LF and CR.
const controls = [...Array(0x20).keys(), 0x7f].filter((code) => code !== 0x09 && code !== 0x0a && code !== 0x0d);
const printable = /[^\x00-\x08\x0a-\x1f\x7f]+/y;

/**
 * What a terminal would show, as text without end: carriage returns, backspaces, cursor moves and erasures are done, and
 * whatever only decorates is left out. Lines that the device wrapped at the terminal's width are one line. Time and memory
 * are linear in what is written.
 */
export class Screen {
  readonly #decoder = new StringDecoder('utf8');
  readonly #line: ScreenLine;
  /** Finished lines; each part begins at the beginning of a line and ends in a line end. */
  #finished: string[] = [];
  /** Bytes since begin(). */
  #bytes = 0;
  /** Grows whenever lines have been finished since begin(), by one however many they were. */
  #lineEnds = 0;
  /** An escape sequence whose end has not come yet. */
  #unread = '';

  /** @param columns the terminal's width */
  constructor(columns: number) {
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

  /** The last finished line. */
  get above(): string {
    const part = this.#finished.at(-1) ?? '';
    return part.slice(part.lastIndexOf('\n', part.length - 2) + 1, -1);
  }

  /** Everything since begin(), the line the cursor stood on included. */
  get text(): string {
    return this.#finished.join('') + this.line;
  }

  /** What came after `lineEnds` had that value. */
  textFrom(lineEnds: number): string {
    return this.#finished.slice(lineEnds).join('') + this.line;
  }

  /** The first finished lines, at least `length` characters of them where there are as many. */
  head(length: number): string {
    let text = '';
    for (let index = 0; index < this.#finished.length && text.length < length; index++) text += this.#finished[index] ?? '';
    return text;
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
    const text = this.#decoder.write(chunk);
    // Bulk output has no control characters but its line ends.
    if (this.#unread === '' && this.#line.isAtEnd && !controls.some((code) => chunk.includes(code))) {
      const plain = text.replace(/\r\n/g, '\n');
      if (!plain.includes('\r')) {
        this.#append(plain);
        return;
      }
    }
    this.#interpret(this.#unread + text);
  }

  #append(plain: string): void {
    const end = plain.lastIndexOf('\n') + 1;
    if (end > 0) {
      this.#finish(this.#line.text + plain.slice(0, end));
      this.#line.clear();
    }
    this.#line.put(end === 0 ? plain : plain.slice(end));
  }

  #finish(lines: string): void {
    this.#finished.push(lines);
    this.#lineEnds++;
  }

  #interpret(text: string): void {
    this.#unread = '';
    for (let at = 0; at < text.length; ) {
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
}
