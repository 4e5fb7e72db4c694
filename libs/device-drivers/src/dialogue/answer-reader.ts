import { findEcho, headLength, type Echo } from './echo.js';
import { promptAt, type Prompt } from './modes.js';
import { newlineOf, type Credential, type Platform, type Question } from '../platform.js';
import type { PromptMemory } from './prompt-memory.js';
import type { Screen } from '../screen/screen.js';
import type { Finding } from './reading.js';

/** What ends an answer besides a prompt. */
export interface Endings {
  /** Questions of the step, each answered once. */
  readonly questions?: readonly Question[] | undefined;
  /** A match in the output also ends the answer, unless more text follows within 20 ms. */
  readonly expect?: { test(text: string): boolean } | undefined;
  /** Announces that lines of text, without a prompt, are expected next. */
  readonly textEntry?: RegExp | undefined;
  /** The typed line is such a line of text: its echo ends the answer. */
  readonly isText?: boolean | undefined;
  /** True: nothing was typed, the first prompt after login is awaited. */
  readonly isStart?: boolean | undefined;
}

/** How an answer ended. */
export interface Ending {
  readonly prompt?: Prompt;
  /** The device asked for a credential a second time: it did not accept the first. */
  readonly isAskedAgain?: true;
  readonly isTextEntry?: true;
}

/** Dependencies of an AnswerReader. */
export interface ReaderTools {
  readonly platform: Platform;
  readonly memory: PromptMemory;
  readonly credentials: Readonly<Record<Credential, string>>;
  /** Sends keys unchanged. */
  readonly type: (keys: string) => void;
}

/** Silence after which text without a prompt counts as ended, in milliseconds. */
const quietMs = 20;
/** Maximum length of a last line that can be a question or a pager, in characters. */
const maxQuestionLength = 400;

/** Watches the answer to one line: turns pages, answers questions, finds the end. */
export class AnswerReader {
  readonly #typed: string;
  readonly #endings: Endings;
  readonly #tools: ReaderTools;
  /** For each answered question, the value of `lineEnds` at that time. */
  readonly #answered = new Map<Question, number>();
  #echo: Echo | undefined;
  /** Value of `lineEnds` when the echo was last searched for. */
  #searchedAt = 0;
  /** Value of `lineEnds` up to which `expect` has been tested. */
  #testedTo = 0;

  constructor(typed: string, endings: Endings, tools: ReaderTools) {
    this.#typed = typed;
    this.#endings = endings;
    this.#tools = tools;
  }

  look(screen: Screen, isWhole: boolean): Finding<Ending> | undefined {
    const { isStart, isText, textEntry } = this.#endings;
    if (screen.lineEnds === 0 && !isStart) return undefined;
    const { line } = screen;
    this.#findEcho(screen);
    if (line.length <= maxQuestionLength) {
      if (this.#turnPage(screen, line)) return undefined;
      if (this.#answerQuestion(screen, line)) return { value: { isAskedAgain: true }, settleMs: quietMs };
    }
    const prompt = promptAt(this.#tools.platform, line, screen.above);
    if (prompt) {
      return {
        value: { prompt },
        settleMs: this.#tools.memory.settleMs(prompt, {
          isWhole,
          isExpected: isStart === true || this.#echo !== undefined,
        }),
      };
    }
    if (this.#isExpected(screen)) return { value: {}, settleMs: quietMs };
    if (line !== '' || !this.#echo) return undefined;
    if (isText) return { value: { isTextEntry: true }, settleMs: quietMs };
    return textEntry?.test(screen.head(headLength(this.#typed)))
      ? { value: { isTextEntry: true }, settleMs: quietMs }
      : undefined;
  }

  #findEcho(screen: Screen): void {
    if (this.#echo || screen.lineEnds === this.#searchedAt) return;
    this.#searchedAt = screen.lineEnds;
    this.#echo = findEcho(screen.head(headLength(this.#typed)), this.#typed);
  }

  #turnPage(screen: Screen, line: string): boolean {
    const { pager } = this.#tools.platform;
    const match = pager?.prompt.exec(line);
    if (!pager || !match) return false;
    screen.cut(match.index);
    this.#tools.type(pager.key);
    return true;
  }

  /** Answers the question on the line, if there is one; true when a credential is asked for again. */
  #answerQuestion(screen: Screen, line: string): boolean {
    const question = this.#endings.questions?.find(({ expect }) => expect.test(line));
    if (!question) return false;
    const answeredAt = this.#answered.get(question);
    if (answeredAt !== undefined) return 'credential' in question && answeredAt !== screen.lineEnds;
    this.#answered.set(question, screen.lineEnds);
    const { platform, credentials } = this.#tools;
    const text = 'credential' in question ? credentials[question.credential] : question.answer;
    const isKey = 'key' in question;
    this.#tools.type(isKey ? text : text + newlineOf(platform));
    return false;
  }

  /** Tests `expect` on the new text and on the lines just before it. */
  #isExpected(screen: Screen): boolean {
    const { expect } = this.#endings;
    if (!expect || !this.#echo) return false;
    const from = Math.max(0, this.#testedTo - 1);
    this.#testedTo = screen.lineEnds;
    const text = screen.textFrom(from);
    return expect.test(from === 0 ? text.slice(this.#echo.length) : text);
  }
}
