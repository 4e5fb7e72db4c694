import { outputOf } from './echo.js';
import { AnswerReader, type Ending, type Endings } from './answer-reader.js';
import { DriverError } from '../errors.js';
import { nextStep, type Prompt } from './modes.js';
import { newlineOf, type Credential, type Platform, type Step } from '../platform.js';
import { PromptMemory } from './prompt-memory.js';
import type { ReadLimits } from './reading.js';
import type { Terminal } from './terminal.js';
import { TranscriptText } from './transcript-text.js';

/** How the answer to a line is read. */
export type Exchange = ReadLimits & Endings;

/** A device's answer to a line. */
export interface Answer {
  /** Everything on the screen, from the line the cursor was on when the line was typed. */
  readonly text: string;
  /** The text without the echo and the prompt. */
  readonly output: string;
  /** The prompt at the end; undefined: the answer ended without one. */
  readonly prompt: Prompt | undefined;
  /** The device asked for a credential a second time: it did not accept the first. */
  readonly isAskedAgain: boolean;
  /** The device now expects lines of text, without a prompt. */
  readonly isTextEntry: boolean;
  /** The device asks for a new password, at login. */
  readonly isNewPasswordAsked: boolean;
}

/** Maximum number of steps in one change of mode; more mean that the device does not follow. */
const maxSteps = 8;

/** A dialogue with a device: types lines, recognises prompts, answers questions, changes modes. */
export class Dialogue {
  readonly platform: Platform;
  readonly terminal: Terminal;
  readonly #credentials: Readonly<Record<Credential, string>>;
  readonly #memory = new PromptMemory();
  /** The prompt at which the device waits; undefined: it is not at a prompt. */
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

  /** Whether the device waits at a prompt of the command mode and has written nothing after it. */
  get isAtCommandPrompt(): boolean {
    const { screen, isOpen } = this.terminal;
    return (
      isOpen &&
      this.prompt?.mode === this.platform.commandMode &&
      screen.lineEnds === 0 &&
      this.prompt.text.endsWith(screen.line)
    );
  }

  /**
   * Reads until the first prompt and answers the questions before it. Sends Enter every `wakeMs` milliseconds
   * while the device writes nothing.
   */
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
   * Changes to a mode; resolves to everything the device wrote on the way. Rejects with ENABLE_FAILED when
   * the device refuses a credential, or with CONFIG_REJECTED.
   */
  async goTo(mode: string, limits: ReadLimits): Promise<string> {
    const transcript = new TranscriptText();
    for (let count = 0; this.prompt?.mode !== mode; count++) {
      const from = this.prompt?.mode ?? '';
      const next = nextStep(this.platform, from, mode);
      if (!next || count === maxSteps) {
        throw new DriverError(
          'CONFIG_REJECTED',
          `There is no way from the mode "${from}" to "${mode}"; ` +
            `the device last said: ${this.terminal.lastOutput}.`,
        );
      }
      const answer = await this.send(next.step.send, { ...limits, questions: next.step.questions });
      transcript.add(answer.text);
      if (answer.isAskedAgain || (next.isEntering && answer.prompt?.mode === from))
        throw this.#refusedStep(next.step, answer);
    }
    return transcript.text;
  }

  /** Types a line and does not read the answer. */
  typeLast(line: string): void {
    this.#type(line);
  }

  #refusedStep(step: Step, answer: Answer): DriverError {
    if (answer.isAskedAgain) {
      this.terminal.fail(
        new DriverError('CONNECTION_LOST', 'The connection was closed after a refused secret.'),
      );
    }
    const asksSecret = step.questions?.some((question) => 'credential' in question) === true;
    const { lastOutput } = this.terminal;
    if (asksSecret) {
      return new DriverError(
        'ENABLE_FAILED',
        `The device refused the privileged mode ("${step.send}"): ${lastOutput}. Check the enable secret and ` +
          `the user's rights.`,
      );
    }
    return new DriverError('CONFIG_REJECTED', `The device did not carry out "${step.send}": ${lastOutput}.`, {
      output: answer.text,
    });
  }

  #type(line: string): void {
    this.prompt = undefined;
    this.terminal.write(line + newlineOf(this.platform));
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
      output: outputOf(text, { typed, before, prompt: ending.prompt?.text ?? '' }),
      prompt: ending.prompt,
      isAskedAgain: ending.isAskedAgain === true,
      isTextEntry: ending.isTextEntry === true,
      isNewPasswordAsked: ending.isNewPasswordAsked === true,
    };
  }
}
