import { DriverError } from './errors.js';
import type { Transcript } from './options.js';
import type { Step } from './platform.js';
import { joined, type Answer, type Dialogue } from './dialogue/dialogue.js';
import type { ReadLimits } from './dialogue/reading.js';

/** A visit to a mode: enter it, type lines, return to the command mode. Keeps the transcript. */
export class ModeVisit {
  readonly #dialogue: Dialogue;
  readonly #limits: ReadLimits;
  /** Number of the configuration line being sent, from 1. */
  line: number | undefined;
  /** Everything written by the device since enter(). */
  transcript = '';

  constructor(dialogue: Dialogue, limits: ReadLimits) {
    this.#dialogue = dialogue;
    this.#limits = limits;
  }

  async enter(mode: string): Promise<void> {
    this.transcript = await this.#withFacts(() => this.#dialogue.goTo(mode, this.#limits));
  }

  async type(step: Step, isText = false): Promise<Answer> {
    const { textEntry } = this.#dialogue.platform;
    const answer = await this.#withFacts(() =>
      this.#dialogue.send(step.send, { ...this.#limits, questions: step.questions, textEntry, isText }),
    );
    this.transcript = joined(this.transcript, answer.text);
    return answer;
  }

  /** Returns to the command mode. */
  async leave(): Promise<Transcript> {
    const { commandMode } = this.#dialogue.platform;
    const text = await this.#withFacts(() => this.#dialogue.goTo(commandMode, this.#limits));
    this.transcript = joined(this.transcript, text);
    return { output: this.#dialogue.terminal.mask(this.transcript) };
  }

  /** Discards the candidate and leaves; resolves to the error to throw. */
  async failed(
    message: string,
    facts: { readonly line?: number; readonly cause?: unknown } = {},
  ): Promise<DriverError> {
    const { discard, configMode } = this.#dialogue.platform;
    if (discard !== undefined && this.#dialogue.prompt?.mode === configMode)
      await this.type({ send: discard });
    const { output } = await this.leave();
    return new DriverError('CONFIG_REJECTED', this.#dialogue.terminal.mask(message), { ...facts, output });
  }

  /** failed() for a configuration line; `total` is the number of lines. */
  refused(
    line: string,
    { reason, total }: { readonly reason: string; readonly total: number },
  ): Promise<DriverError> {
    const message =
      `The device refused line ${String(this.line)} of ${String(total)}: ` +
      `${quoted(withoutWordsOf(line, reason))}. Nothing after it was sent.`;
    return this.failed(message, { line: this.line ?? 0, cause: new Error(`refused: ${line}`) });
  }

  /** Adds the line number and the transcript to errors. */
  async #withFacts<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      const { mask, screen } = this.#dialogue.terminal;
      const line = this.line === undefined ? {} : { line: this.line };
      throw new DriverError(error.code, error.message, {
        cause: error.cause ?? error,
        ...line,
        output: mask(joined(this.transcript, screen.text)),
      });
    }
  }
}

/** A configuration line can contain a secret, and devices repeat what they refuse: keeps its first word only. */
function withoutWordsOf(line: string, reason: string): string {
  const secrets = line
    .split(/\s+/)
    .slice(1)
    .filter((word) => word.length > 2);
  return secrets
    .sort((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, '…'), reason);
}

/** A device's text for an error message: quoted, on one line, at most 200 characters. */
export function quoted(output: string): string {
  const text = output.trim().replace(/\s+/g, ' ');
  return `"${text.length > 200 ? `${text.slice(0, 200)}…` : text}"`;
}
