import type { Shell, ShellListener } from '../ssh/shell.js';

/**
 * A shell that plays a recording: it shows a prompt, and answers each typed line with the next recorded text.
 */
export class RecordedShell implements Shell {
  readonly closed = Promise.resolve();
  readonly silentMs = 0;
  readonly #answers: string[];
  /** Bytes written at once. */
  readonly #pieceLength: number;
  #listener: ShellListener | undefined;

  constructor(answers: readonly string[], pieceLength: number) {
    this.#answers = [...answers];
    this.#pieceLength = pieceLength;
  }

  listen(listener: ShellListener): void {
    this.#listener = listener;
    this.#play();
  }

  write(text: string): void {
    if (text.endsWith('\n')) this.#play();
  }

  end(): void {
    this.#answers.length = 0;
  }

  destroy(): void {
    this.#answers.length = 0;
  }

  #play(): void {
    const bytes = Buffer.from(this.#answers.shift() ?? '');
    const playFrom = (at: number): void => {
      if (at >= bytes.length) return;
      this.#listener?.data(bytes.subarray(at, at + this.#pieceLength));
      setImmediate(playFrom, at + this.#pieceLength);
    };
    setImmediate(playFrom, 0);
  }
}
