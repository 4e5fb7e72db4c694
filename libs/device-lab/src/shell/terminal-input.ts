/** Buffers typed characters until they are read (type-ahead). */
export class TerminalInput {
  #waiting = '';
  #closed = false;
  #reader: (() => void) | undefined;
  #afterReturn = false;

  /** Adds received bytes. Each byte is one character, which is enough for commands. */
  push(bytes: Buffer): void {
    this.#waiting += bytes.toString('latin1');
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** Everything typed so far, at least one character; undefined once the session is closed. */
  async next(): Promise<string | undefined> {
    for (;;) {
      if (this.#closed) return undefined;
      const text = this.#take();
      if (text !== '') return text;
      await new Promise<void>((resolve) => {
        this.#reader = resolve;
      });
    }
  }

  /** One key; undefined once the session is closed. */
  async key(): Promise<string | undefined> {
    const text = await this.next();
    if (text === undefined) return undefined;
    this.unread(text.slice(1));
    return text.slice(0, 1);
  }

  /** Returns text to the front of the buffer. */
  unread(text: string): void {
    this.#waiting = text + this.#waiting;
  }

  /**
   * Notes that Enter was CR, so that an LF that follows at once (CR LF, perhaps in the next packet) is not a
   * second Enter.
   */
  noteReturn(): void {
    this.#afterReturn = true;
  }

  #take(): string {
    if (this.#waiting === '') return '';
    let text = this.#waiting;
    if (this.#afterReturn && (text.startsWith('\n') || text.startsWith('\0'))) text = text.slice(1);
    this.#waiting = '';
    this.#afterReturn = false;
    return text;
  }

  #wake(): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.();
  }
}
