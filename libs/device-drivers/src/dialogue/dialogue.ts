import { wordsOf } from './echo.js';
import { AnswerReader, type Ending, type Endings } from './answer-reader.js';
import { DriverError } from '../errors.js';
import { nextStep, type Prompt } from './modes.js';
import type { Credential, Platform, Step } from '../platform.js';
import { PromptMemory } from './prompt-memory.js';
import type { ReadLimits } from './reading.js';
import type { Terminal } from './terminal.js';

/** How a line is sent and read. */
export type Exchange = ReadLimits & Endings;

/** A device's answer to a line. */
export interface Answer {
  /** Everything on the screen, from the line it was typed into. */
  readonly text: string;
  /** The device's own words. */
  readonly words: string;
  /** The prompt at the end; undefined: it ended otherwise. */
  readonly prompt: Prompt | undefined;
  /** A credential was asked for a second time: it was not accepted. */
  readonly isAskedAgain: boolean;
  /** The device takes text lines now. */
  readonly isTextEntry: boolean;
}

/** More steps than this lead nowhere. */
const mostSteps = 8;

/** A dialogue with a device: lines typed, prompts recognised, questions answered, modes changed. */
export class Session {
  readonly platform: Platform;
  readonly terminal: Terminal;
  readonly #credentials: Readonly<Record<Credential, string>>;
  readonly #memory = new PromptMemory();
  /** The prompt the device stands at; undefined: none. */
  prompt: Prompt | undefined;

  constructor(
    platform: Platform,
    {
      terminal,
      credentials,
    }: { readonly terminal: Terminal; readonly credentials: Readonly<Record<Credential, string>> },
  ) {
    this.platform = platform;
    this.terminal = terminal;
    this.#credentials = credentials;
  }

  /** Whether the device stands at a prompt of the command mode, with nothing behind it. */
  get isAtBase(): boolean {
    const { screen, isOpen } = this.terminal;
    return (
      isOpen &&
      this.prompt?.mode === this.platform.commandMode &&
      screen.lineEnds === 0 &&
      this.prompt.text.endsWith(screen.line)
    );
  }

  /** Reads until the first prompt, answering the questions before it; wakes a device that says nothing. */
  async start({ wakeMs, ...limits }: ReadLimits & { readonly wakeMs: number }): Promise<Answer> {
    const { screen } = this.terminal;
    const wake = setInterval(() => {
      if (screen.line === '' && !this.platform.isSilentStart) this.#type('');
    }, wakeMs);
    try {
      return await this.#read('', { ...limits, questions: this.platform.loginQuestions, isStart: true });
    } finally {
      clearInterval(wake);
    }
  }

  /** Types a line and reads the answer. */
  send(line: string, exchange: Exchange): Promise<Answer> {
    this.terminal.screen.begin();
    this.#type(line);
    return this.#read(line, exchange);
  }

  /**
   * Goes to a mode; resolves to everything that was said on the way. Rejects with ENABLE_FAILED where a
   * credential was not accepted, or with CONFIG_REJECTED.
   */
  async goTo(mode: string, limits: ReadLimits): Promise<string> {
    let said = '';
    for (let count = 0; this.prompt?.mode !== mode; count++) {
      const from = this.prompt?.mode ?? '';
      const way = nextStep(this.platform, from, mode);
      if (!way || count === mostSteps)
        throw new DriverError(
          'CONFIG_REJECTED',
          `There is no way from the mode "${from}" to "${mode}"; the device last said: ${this.terminal.lastWords}.`,
        );
      const answer = await this.send(way.step.send, { ...limits, questions: way.step.questions });
      said = joined(said, answer.text);
      if (answer.isAskedAgain || (way.isEntering && answer.prompt?.mode === from))
        throw this.#refusedStep(way.step, answer);
    }
    return said;
  }

  /** Types a line whose answer nobody reads. */
  typeLast(line: string): void {
    this.#type(line);
  }

  #refusedStep(step: Step, answer: Answer): DriverError {
    if (answer.isAskedAgain)
      this.terminal.fail(new DriverError('CONNECTION_LOST', 'The session was ended after a refused secret.'));
    const asksSecret = step.questions?.some((question) => 'credential' in question) === true;
    const words = this.terminal.lastWords;
    if (asksSecret)
      return new DriverError(
        'ENABLE_FAILED',
        `The device refused the privileged mode ("${step.send}"): ${words}. Check the enable secret and ` +
          `the user's rights.`,
      );
    return new DriverError('CONFIG_REJECTED', `The device did not do "${step.send}": ${words}.`, {
      output: answer.text,
    });
  }

  #type(line: string): void {
    this.prompt = undefined;
    this.terminal.write(line + (this.platform.enter ?? '\n'));
  }

  async #read(typed: string, exchange: Exchange): Promise<Answer> {
    const { screen } = this.terminal;
    const before = screen.line;
    const type = (keys: string): void => {
      this.terminal.write(keys);
    };
    const reader = new AnswerReader(typed, exchange, {
      platform: this.platform,
      memory: this.#memory,
      credentials: this.#credentials,
      type,
    });
    const ending = await this.terminal.read<Ending>((_, isWhole) => reader.look(screen, isWhole), exchange);
    this.prompt = ending.prompt;
    if (ending.prompt) this.#memory.learn(ending.prompt);
    const { text } = screen;
    screen.begin();
    return {
      text,
      words: wordsOf(text, { typed, before, prompt: ending.prompt?.text ?? '' }),
      prompt: ending.prompt,
      isAskedAgain: ending.isAskedAgain === true,
      isTextEntry: ending.isTextEntry === true,
    };
  }
}

/** Joins what was said in two exchanges: the second begins with the line the first ended in. */
export function joined(said: string, text: string): string {
  const last = said.slice(said.lastIndexOf('\n') + 1);
  return text.startsWith(last) ? said + text.slice(last.length) : `${said}\n${text}`;
}
