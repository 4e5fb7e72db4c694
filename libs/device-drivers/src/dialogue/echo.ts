/** Where the echo of a line ends in what came after it was typed. */
export interface Echo {
  /** Number of characters up to the end of the echo's line. */
  readonly length: number;
}

/** The echo may stand this many lines below: messages of the device can come in between. */
const mostLinesAbove = 20;

/**
 * Looks for the echo of a typed line at the head of an answer: the first line that ends in it, blanks aside.
 * @param head the first finished lines
 */
export function findEcho(head: string, typed: string): Echo | undefined {
  const wanted = squeeze(typed);
  for (let start = 0, count = 0; count < mostLinesAbove; count++) {
    const end = head.indexOf('\n', start);
    if (end === -1) return undefined;
    if (squeeze(head.slice(start, end)).endsWith(wanted)) return { length: end + 1 };
    start = end + 1;
  }
  return undefined;
}

/** The device's own words: what is left of an answer without the echo of the line and the prompt behind. */
export function wordsOf(
  text: string,
  {
    typed,
    before,
    prompt,
  }: {
    readonly typed: string;
    /** The line it was typed into. */ readonly before: string;
    readonly prompt: string;
  },
): string {
  const body = prompt !== '' && text.endsWith(prompt) ? text.slice(0, -prompt.length) : text;
  const echo = findEcho(body.slice(0, headLength(typed)), typed);
  const from = echo?.length ?? (before !== '' && body.startsWith(before) ? body.indexOf('\n') + 1 : 0);
  return withoutBlankEnd(body.slice(from));
}

/** How many characters of an answer can hold the echo of a line. */
export function headLength(typed: string): number {
  return typed.length + 4_096;
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Without the blank lines at its end; blanks at the end of the last line stay. */
function withoutBlankEnd(text: string): string {
  const lineEnd = text.indexOf('\n', text.trimEnd().length);
  return lineEnd === -1 ? text : text.slice(0, lineEnd);
}
