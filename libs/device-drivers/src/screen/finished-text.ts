import { isAscii } from 'node:buffer';
import { ScreenLine } from './screen-line.js';

/** A piece of text: interpreted text as a string, other text as raw bytes. */
type Part = string | Buffer;

/** Small parts are joined when there are twice as many of them. */
const batch = 1_000;
/** Maximum length of parts that are worth joining: all of a batch together. */
const maxBatchLength = 262_144;
/** Only this much of the last line is looked at, in characters. */
const maxLastLineLength = 1_000;

/** The lines above the one the cursor is on. Each piece of text but that of a very long line is whole lines. */
export class FinishedText {
  readonly #columns: number;
  /** Older text, and the number of pieces pushed up to its end. */
  #old: { readonly part: Part; readonly count: number }[] = [];
  /** The latest pieces, as they were pushed. */
  #recent: Part[] = [];
  #length = 0;

  /** @param columns the terminal's width, in characters */
  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Number of pieces pushed. */
  get count(): number {
    return this.#oldCount + this.#recent.length;
  }

  /** Length of all of it, in bytes or characters. */
  get length(): number {
    return this.#length;
  }

  push(part: Part): void {
    this.#recent.push(part);
    this.#length += part.length;
    if (this.#recent.length === 2 * batch) this.#joinSmallParts();
  }

  clear(): void {
    this.#old = [];
    this.#recent = [];
    this.#length = 0;
  }

  /** The last line, or its end. */
  get lastLine(): string {
    const part = (this.#recent.at(-1) ?? this.#old.at(-1)?.part ?? '').slice(-maxLastLineLength);
    const last = this.#shown([part.slice(part.lastIndexOf('\n', part.length - 2) + 1)]);
    return last.endsWith('\n') ? last.slice(0, -1) : last;
  }

  /** The text of the pieces from number `count` on, perhaps with some before it, and then `line`. */
  from(count: number, line = ''): string {
    const old = this.#old.filter((piece) => piece.count > count).map(({ part }) => part);
    return this.#shown([...old, ...this.#recent.slice(Math.max(0, count - this.#oldCount)), line]);
  }

  /** At most `length` characters from the beginning. */
  head(length: number): string {
    const parts: Part[] = [];
    let missing = length;
    for (let index = 0; missing > 0; index++) {
      const part = this.#old[index]?.part ?? this.#recent[index - this.#old.length];
      if (part === undefined) break;
      // A character has up to four bytes.
      parts.push(part.slice(0, 4 * missing));
      missing -= part.length;
    }
    return this.#shown(parts).slice(0, length);
  }

  get #oldCount(): number {
    return this.#old.at(-1)?.count ?? 0;
  }

  /** Many small strings cost more memory than their text. */
  #joinSmallParts(): void {
    const before = this.#oldCount;
    const parts = this.#recent.splice(0, batch);
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (length <= maxBatchLength) this.#old.push({ part: joined(parts), count: before + batch });
    else parts.forEach((part, index) => this.#old.push({ part, count: before + index + 1 }));
  }

  /**
   * Text as a terminal shows it: CR LF is a line end, and text after a lone CR overwrites the line.
   */
  #shown(parts: readonly Part[]): string {
    const text = joined(parts).replaceAll('\r\n', '\n');
    if (!text.includes('\r')) return text;
    const pieces: string[] = [];
    const line = new ScreenLine(this.#columns, (start) => pieces.push(start));
    text.split('\n').forEach((written, index) => {
      if (index > 0) pieces.push('\n');
      if (written.includes('\r')) pieces.push(redrawn(written, line));
      else pieces.push(written);
    });
    return pieces.join('');
  }
}

function redrawn(text: string, line: ScreenLine): string {
  line.clear();
  text.split('\r').forEach((run, index) => {
    if (index > 0) line.carriageReturn();
    line.put(run);
  });
  return line.text;
}

function joined(parts: readonly Part[]): string {
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  // Converted in one piece: many short-lived strings would keep the garbage collector busy.
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString();
}
