/**
 * Shows the state of each scenario: one updated line on a terminal, otherwise each second a line per change.
 */
export class Progress {
  readonly #states = new Map<string, string>();
  readonly #shown = new Map<string, string>();
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(readonly out: NodeJS.WriteStream) {
    this.#timer = setInterval(() => this.#show(), out.isTTY ? 200 : 1000);
  }

  /** Sets the state of a scenario. Null: it is over. */
  setState(name: string, state: string | null): void {
    if (state === null) this.#states.delete(name);
    else this.#states.set(name, state);
  }

  /** Prints a permanent line. */
  print(text: string): void {
    this.out.write(`${this.out.isTTY ? '\r\u001b[2K' : ''}${text}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.out.isTTY) this.out.write('\r\u001b[2K');
  }

  #show(): void {
    const seconds = `${Math.round((performance.now() - this.#began) / 1000)} s`;
    if (this.out.isTTY) {
      const line = [seconds, ...[...this.#states].map(([name, state]) => `${name}: ${state}`)].join('  ');
      this.out.write(`\r\u001b[2K${line.slice(0, (this.out.columns || 80) - 1)}`);
      return;
    }
    for (const [name, state] of this.#states) {
      if (this.#shown.get(name) !== state) this.out.write(`${seconds.padStart(6)}  ${name}: ${state}\n`);
      this.#shown.set(name, state);
    }
  }
}
