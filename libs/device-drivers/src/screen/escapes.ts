/** A control sequence in a text. */
export interface Escape {
  readonly length: number;
  /** The last character of a CSI sequence, such as `K`; empty for other sequences, which only decorate. */
  readonly final: string;
  /** The first parameter of a CSI sequence; undefined: it has no parameter. */
  readonly parameter: number | undefined;
}

// ECMA-48. CSI: ESC [ parameters intermediates final. Strings (OSC, DCS, SOS, PM, APC) end with BEL or ESC \.
const csi = /\x1b\[([0-?]*)[ -/]*([@-~])/y;
const controlString = /\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)/y;
const short = /\x1b[ -/]*[0-~]/y;
const beginning = /\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?|[ -/]*)$/y;
// What can end an unfinished sequence: any character, or one that is no parameter, or BEL and ESC.
const anyCharacter = /[^]/;
const csiEnd = /[^ -?]/;
const stringEnd = /[\x07\x1b]/;
/** A longer unfinished text is not a sequence; number of characters. */
const maxLength = 4_096;

/**
 * Reads the sequence whose ESC is at `at`; undefined: its end has not arrived yet. An ESC that does not begin
 * a sequence has length 1.
 */
export function escapeAt(text: string, at: number): Escape | undefined {
  const command = matchAt(csi, text, at);
  if (command)
    return { length: command[0].length, final: command[2] ?? '', parameter: numberOf(command[1] ?? '') };
  const decoration = matchAt(controlString, text, at);
  if (decoration) return { length: decoration[0].length, final: '', parameter: undefined };
  if (matchAt(beginning, text, at) && text.length - at <= maxLength) return undefined;
  return { length: matchAt(short, text, at)?.[0].length ?? 1, final: '', parameter: undefined };
}

/**
 * The beginning of a sequence whose end has not arrived yet, of at most 4,096 characters. Text that cannot
 * end it is only added, so that a sequence in many pieces is not read anew at each of them.
 */
export class UnfinishedEscape {
  #text = '';
  #end: RegExp = anyCharacter;

  keep(text: string): void {
    this.#text = text;
    this.#end = text[1] === '[' ? csiEnd : /[\]PX^_]/.test(text[1] ?? '') ? stringEnd : anyCharacter;
    if (text.length > 2 && text.endsWith('\x1b')) this.#end = anyCharacter;
  }

  /** The text to read next: empty if the sequence goes on. */
  with(received: string): string {
    if (this.#text === '') return received;
    this.#text += received;
    if (this.#text.length <= maxLength && !this.#end.test(received)) return '';
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The first parameter; no line has as many cells as five digits can count. */
function numberOf(parameters: string): number | undefined {
  const first = /^\d{1,5}/.exec(parameters);
  return first ? Number(first[0]) : undefined;
}
