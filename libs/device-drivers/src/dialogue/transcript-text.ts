/** What a device wrote in several exchanges: each begins with the line in which the one before ended. */
export class TranscriptText {
  readonly #parts: string[] = [];
  #lastLine = '';
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get text(): string {
    return this.#parts.join('');
  }

  add(text: string): void {
    const added = text.startsWith(this.#lastLine) ? text.slice(this.#lastLine.length) : `\n${text}`;
    this.#parts.push(added);
    this.#length += added.length;
    this.#lastLine = text.slice(text.lastIndexOf('\n') + 1);
  }
}
