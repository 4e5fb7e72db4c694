import { setTimeout as delay } from 'node:timers/promises';

/**
 * How a device writes: whole answers, one byte at a time, or pieces of `chunk` bytes with a pause of
 * `pauseMs` milliseconds (default: 0) after each.
 */
export type OutputStyle = 'whole' | 'characters' | { readonly chunk: number; readonly pauseMs?: number };

/** The part of a writable stream that TerminalOutput uses. */
export interface Sink {
  write(data: Buffer): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** Collects text and writes it in the device's style; waits while the stream is full. */
export class TerminalOutput {
  readonly #sink: Sink;
  readonly #chunk: number;
  readonly #pauseMs: number;
  #pending = '';
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(sink: Sink, style: OutputStyle) {
    this.#sink = sink;
    this.#chunk = style === 'whole' ? Infinity : style === 'characters' ? 1 : style.chunk;
    this.#pauseMs = typeof style === 'object' ? (style.pauseMs ?? 0) : 0;
  }

  /** Adds text to be written by the next flush(); line ends become CR LF. */
  text(text: string): void {
    this.#pending += text.includes('\n') ? text.replace(/\r?\n/g, '\r\n') : text;
  }

  async flush(): Promise<void> {
    if (this.#pending === '') return;
    const bytes = Buffer.from(this.#pending);
    this.#pending = '';
    await this.write(bytes);
  }

  /** Writes the collected text, then the bytes unchanged. */
  async write(bytes: Buffer): Promise<void> {
    await this.flush();
    for (let at = 0; at < bytes.length && !this.#closed; at += this.#chunk) {
      const piece = this.#chunk >= bytes.length ? bytes : bytes.subarray(at, at + this.#chunk);
      if (!this.#sink.write(piece)) await this.#untilDrained();
      if (this.#pauseMs > 0) await delay(this.#pauseMs);
    }
  }

  /** Stops writing; a pending write ends at once. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  #untilDrained(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#sink.once('drain', resolve);
    });
  }
}
