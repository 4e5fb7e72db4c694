import { findEcho, headLength, type Echo } from './echo.js';
import { promptAt, type Prompt } from './modes.js';
import { asksForNewPassword } from './new-password.js';
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
  /** The device asks for a new password instead of showing a prompt. */
  readonly isNewPasswordAsked?: true;
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
/** Maximum length of a last line that can be a question, a pager or a prompt, in characters. */
const maxQuestionLength = 400;
/** Maximum length of the lines that `expect` is tested on once more, in characters. */
const maxLinesBefore = 1_000;

/**
 * Watches the answer to one line: turns pages, answers questions, finds the end. A look costs no more than
 * what is new since the last one, and a bounded part of the text around it.
 */
export class AnswerReader {
  readonly #typed: string;
  readonly #endings: Endings;
  readonly #tools: ReaderTools;
  /** For each answered question, the value of `lineEnds` at that time. */
  readonly #answered = new Map<Question, number>();
  #echo: Echo | undefined;
  /** Value of `lineEnds` when the echo was last searched for; infinite: it will not come any more. */
  #searchedAt = 0;
  /** Value of `lineEnds` when `textEntry` was last tested, and whether it matched. */
  #entry = { testedAt: -1, isAnnounced: false };
  /** Value of `lineEnds` up to which `expect` has been tested. */
  #testedTo = 0;
  /** The last lines before that, which are tested again with what follows. */
  #linesBefore = '';

  constructor(typed: string, endings: Endings, tools: ReaderTools) {
    this.#typed = typed;
    this.#endings = endings;
    this.#tools = tools;
  }

  look(screen: Screen, isWhole: boolean): Finding<Ending> | undefined {
    const { isStart, isText } = this.#endings;
    if (screen.lineEnds === 0 && !isStart) return undefined;
    this.#findEcho(screen);
    // A longer line is none of what is looked for on the last line, and would be read anew at each look.
    const line = screen.lineLength <= maxQuestionLength ? screen.line : undefined;
    if (line !== undefined) {
      if (isStart && asksForNewPassword(line))
        return { value: { isNewPasswordAsked: true }, settleMs: quietMs };
      if (this.#turnPage(screen, line)) return undefined;
      if (this.#answerQuestion(screen, line)) return { value: { isAskedAgain: true }, settleMs: quietMs };
      const finding = this.#findPrompt(screen, { line, isWhole });
      if (finding) return finding;
    }
    if (this.#isExpected(screen)) return { value: {}, settleMs: quietMs };
    if (line !== '' || !this.#echo) return undefined;
    return isText || this.#isEntryAnnounced(screen)
      ? { value: { isTextEntry: true }, settleMs: quietMs }
      : undefined;
  }

  #findPrompt(
    screen: Screen,
    { line, isWhole }: { readonly line: string; readonly isWhole: boolean },
  ): Finding<Ending> | undefined {
    const { platform, memory } = this.#tools;
    const prompt = promptAt(platform, line, screen.above);
    if (!prompt) return undefined;
    const isExpected = this.#endings.isStart === true || this.#echo !== undefined;
    return { value: { prompt }, settleMs: memory.settleMs(prompt, { isWhole, isExpected }) };
  }

  #findEcho(screen: Screen): void {
    if (this.#echo || screen.lineEnds <= this.#searchedAt) return;
    const length = headLength(this.#typed);
    const head = screen.head(length);
    this.#echo = findEcho(head, this.#typed);
    this.#searchedAt = head.length === length ? Infinity : screen.lineEnds;
  }

  #isEntryAnnounced(screen: Screen): boolean {
    const { textEntry } = this.#endings;
    if (textEntry && this.#entry.testedAt !== screen.lineEnds) {
      const isAnnounced = textEntry.test(screen.head(headLength(this.#typed)));
      this.#entry = { testedAt: screen.lineEnds, isAnnounced };
    }
    return this.#entry.isAnnounced;
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
    let lines = this.#linesBefore;
    if (screen.lineEnds !== this.#testedTo) {
      const finished = screen.finishedFrom(this.#testedTo);
      lines += this.#testedTo === 0 ? finished.slice(this.#echo.length) : finished;
      this.#testedTo = screen.lineEnds;
      this.#linesBefore = lastLines(lines);
    }
    return expect.test(lines + screen.line);
  }
}

/** The lines at the end of a text, of at most 1,000 characters. */
function lastLines(text: string): string {
  if (text.length <= maxLinesBefore) return text;
  const end = text.slice(-maxLinesBefore);
  return end.slice(end.indexOf('\n') + 1);
}
