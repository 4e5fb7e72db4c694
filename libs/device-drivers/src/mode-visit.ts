import { DriverError } from './errors.js';
import type { Transcript } from './options.js';
import type { Step } from './platform.js';
import type { Answer, Dialogue } from './dialogue/dialogue.js';
import type { ReadLimits } from './dialogue/reading.js';
import { TranscriptText } from './dialogue/transcript-text.js';

/** A visit to a mode: enter it, type lines, return to the command mode. Keeps the transcript. */
export class ModeVisit {
  readonly #dialogue: Dialogue;
  readonly #limits: ReadLimits;
  /** Number of the configuration line being sent, from 1. */
  line: number | undefined;
  readonly #transcript = new TranscriptText();

  constructor(dialogue: Dialogue, limits: ReadLimits) {
    this.#dialogue = dialogue;
    this.#limits = limits;
  }

  /** Everything written by the device since enter(), secrets masked. */
  get transcript(): string {
    return this.#dialogue.terminal.mask(this.#transcript.text);
  }

  async enter(mode: string): Promise<void> {
    await this.#goTo(mode);
  }

  async type(step: Step, isText = false): Promise<Answer> {
    const { textEntry } = this.#dialogue.platform;
    const exchange = { ...this.#limits, questions: step.questions, textEntry, isText };
    return this.#withFacts(async () => {
      const answer = await this.#dialogue.send(step.send, exchange);
      this.#add(answer.text);
      return answer;
    });
  }

  /** Returns to the command mode. */
  async leave(): Promise<Transcript> {
    await this.#goTo(this.#dialogue.platform.commandMode);
    return { output: this.transcript };
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

  #goTo(mode: string): Promise<void> {
    return this.#withFacts(async () => {
      this.#add(await this.#dialogue.goTo(mode, this.#limits));
    });
  }

  /** The limit of an output holds for all of them together. */
  #add(text: string): void {
    this.#transcript.add(text);
    this.#dialogue.terminal.requireRoomFor(this.#transcript.length);
  }

  /** Adds the line number and the transcript to errors. */
  async #withFacts<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      const line = this.line === undefined ? {} : { line: this.line };
      this.#transcript.add(this.#dialogue.terminal.screen.text);
      throw new DriverError(error.code, error.message, {
        cause: error.cause ?? error,
        ...line,
        output: this.transcript,
        isAuthenticated: error.isAuthenticated,
      });
    }
  }
}

/**
 * A configuration line can contain a secret, and devices repeat what they refuse: keeps its first word only.
 */
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
