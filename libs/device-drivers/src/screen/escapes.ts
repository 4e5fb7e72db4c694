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

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function numberOf(parameters: string): number | undefined {
  const first = /^\d{1,5}/.exec(parameters);
  return first ? Number(first[0]) : undefined;
}
