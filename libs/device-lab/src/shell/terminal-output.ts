import { setTimeout as delay } from 'node:timers/promises';

/**
 * How a device writes: whole answers, one byte a write, or pieces of `chunk` bytes with a pause of `pauseMs`
 * (0) after each.
 */
export type OutputStyle = 'whole' | 'characters' | { readonly chunk: number; readonly pauseMs?: number };

/** The part of a stream that a terminal writes to. */
export interface Sink {
  write(data: Buffer): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** Collects text and writes it in the device's style, waiting when the other side does not keep up. */
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

  /** Adds text; every line end becomes CR LF. It goes out with the next flush(). */
  text(text: string): void {
    this.#pending += text.includes('\n') ? text.replace(/\r?\n/g, '\r\n') : text;
  }

  async flush(): Promise<void> {
    if (this.#pending === '') return;
    const bytes = Buffer.from(this.#pending);
    this.#pending = '';
    await this.write(bytes);
  }

  /** Writes what waits, then the bytes as they are. */
  async write(bytes: Buffer): Promise<void> {
    await this.flush();
    for (let at = 0; at < bytes.length && !this.#closed; at += this.#chunk) {
      const piece = this.#chunk >= bytes.length ? bytes : bytes.subarray(at, at + this.#chunk);
      if (!this.#sink.write(piece)) await this.#drained();
      if (this.#pauseMs > 0) await delay(this.#pauseMs);
    }
  }

  /** Nothing is written any more, and whoever waits for room goes on. */
  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  #drained(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#sink.once('drain', resolve);
    });
  }
}
