import type { Prompt } from './modes.js';

/**
 * Silence after which a doubtful prompt is accepted, in milliseconds: text that arrives in pieces can look
 * like a prompt for a moment.
 */
const doubtfulMs = 20;
/** The same for a prompt with another device's name or no name, or one before the echo of the typed line. */
const strangeMs = 250;
/** IOS shortens long host names in configuration prompts, to no fewer characters than this. */
const minCutNameLength = 10;
const maxRememberedPrompts = 200;

/** Remembers the prompts of a device, so that most are recognised without a wait. */
export class PromptMemory {
  #host: string | undefined;
  #tail: string | undefined;
  readonly #texts = new Set<string>();

  /**
   * Milliseconds of silence after which a prompt counts; 0: at once.
   * @param isWhole the prompt arrived in one piece
   * @param isExpected the typed line has been echoed
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

  /** Remembers an accepted prompt. */
  learn(prompt: Prompt): void {
    if (prompt.host !== undefined && !this.#isCut(prompt.host)) this.#host = prompt.host;
    this.#tail = tailOf(prompt.text);
    if (this.#texts.size < maxRememberedPrompts) this.#texts.add(prompt.text);
  }

  #isLikeOthers(prompt: Prompt): boolean {
    return prompt.host !== undefined && (this.#tail === undefined || this.#tail === tailOf(prompt.text));
  }

  #isOtherDevice({ host }: Prompt): boolean {
    return this.#host !== undefined && host !== this.#host && !(host !== undefined && this.#isCut(host));
  }

  #isCut(host: string): boolean {
    return host.length >= minCutNameLength && this.#host?.startsWith(host) === true;
  }
}

/** The blanks at the end of a prompt. */
function tailOf(text: string): string {
  return text.slice(text.trimEnd().length);
}
