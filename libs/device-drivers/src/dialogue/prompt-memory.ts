import type { Prompt } from './modes.js';

/**
 * Silence after which a doubtful prompt is taken, in milliseconds: text that comes in pieces can look like
 * one for a moment.
 */
const doubtfulMs = 20;
/** The same for a prompt that names another device or none, or comes before the echo of what was typed. */
const strangeMs = 250;
/** IOS cuts the host name in configuration prompts. */
const shortestCutName = 10;
const mostRemembered = 200;

/** Remembers how the prompts of a device look, so that most are known at once. */
export class PromptMemory {
  #host: string | undefined;
  #tail: string | undefined;
  readonly #texts = new Set<string>();

  /**
   * Milliseconds of silence after which a prompt counts; 0: at once.
   * @param isWhole it came in one piece
   * @param isExpected what was typed has been echoed
   */
  settleMs(
    prompt: Prompt,
    { isWhole, isExpected }: { readonly isWhole: boolean; readonly isExpected: boolean },
  ): number {
    if (!isExpected) return strangeMs;
    if (this.#texts.has(prompt.text)) return isWhole ? 0 : doubtfulMs;
    if (this.#isOtherDevice(prompt)) return strangeMs;
    return isWhole && this.#isLikeOthers(prompt) ? 0 : doubtfulMs;
  }

  /** Takes in a prompt that counted. */
  learn(prompt: Prompt): void {
    if (prompt.host !== undefined && !this.#isCut(prompt.host)) this.#host = prompt.host;
    this.#tail = tailOf(prompt.text);
    if (this.#texts.size < mostRemembered) this.#texts.add(prompt.text);
  }

  #isLikeOthers(prompt: Prompt): boolean {
    return prompt.host !== undefined && (this.#tail === undefined || this.#tail === tailOf(prompt.text));
  }

  #isOtherDevice({ host }: Prompt): boolean {
    return this.#host !== undefined && host !== this.#host && !(host !== undefined && this.#isCut(host));
  }

  #isCut(host: string): boolean {
    return host.length >= shortestCutName && this.#host?.startsWith(host) === true;
  }
}

/** The blanks behind a prompt. */
function tailOf(text: string): string {
  return text.slice(text.trimEnd().length);
}
