import type { Shell, ShellListener } from '../ssh/shell.js';

/** One exchange of a recording. */
export interface RecordedExchange {
  /** What is typed, exactly: a line with the platform's newline, or one key. */
  readonly typed: string;
  /** What the device then writes. */
  readonly written: string;
}

/**
 * A shell that plays a recording: it writes the first text, and the text of each exchange once its `typed`
 * has been typed. Ignores other input, such as the pager keys of a recording whose text contains all pages.
 */
export class RecordedShell implements Shell {
  readonly closed = Promise.resolve();
  readonly silentMs = 0;
  readonly #first: string;
  readonly #exchanges: RecordedExchange[];
  /** Number of bytes written at once. */
  readonly #pieceLength: number;
  #listener: ShellListener | undefined;
  /** Bytes to be written. */
  #pending = Buffer.alloc(0);
  #isPlaying = false;

  constructor(first: string, exchanges: readonly RecordedExchange[], pieceLength: number) {
    this.#first = first;
    this.#exchanges = [...exchanges];
    this.#pieceLength = pieceLength;
  }

  listen(listener: ShellListener): void {
    this.#listener = listener;
    this.#play(this.#first);
  }

  write(text: string): void {
    const [next] = this.#exchanges;
    if (next?.typed !== text) return;
    this.#exchanges.shift();
    this.#play(next.written);
  }

  end(): void {
    this.#exchanges.length = 0;
  }

  destroy(): void {
    this.#exchanges.length = 0;
  }

  /** Appends to the pending bytes, so that an early reply does not mix two texts. */
  #play(text: string): void {
    this.#pending = Buffer.concat([this.#pending, Buffer.from(text)]);
    if (this.#isPlaying) return;
    this.#isPlaying = true;
    setImmediate(this.#writePiece);
  }

  readonly #writePiece = (): void => {
    const piece = this.#pending.subarray(0, this.#pieceLength);
    this.#pending = this.#pending.subarray(piece.length);
    if (piece.length > 0) this.#listener?.data(piece);
    this.#isPlaying = this.#pending.length > 0;
    if (this.#isPlaying) setImmediate(this.#writePiece);
  };
}
