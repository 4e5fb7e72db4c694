/** Where the echo of a typed line ends in the text received since. */
export interface Echo {
  /** Number of characters up to the end of the echo's line. */
  readonly length: number;
}

/** Messages of the device can precede the echo: it is searched for in this many lines. */
const maxEchoLines = 20;

/**
 * Finds the echo of a typed line at the head of an answer: the first line that ends in it, blanks ignored.
 * @param head the first finished lines
 */
export function findEcho(head: string, typed: string): Echo | undefined {
  const squeezed = squeeze(typed);
  for (let start = 0, count = 0; count < maxEchoLines; count++) {
    const end = head.indexOf('\n', start);
    if (end === -1) return undefined;
    if (squeeze(head.slice(start, end)).endsWith(squeezed)) return { length: end + 1 };
    start = end + 1;
  }
  return undefined;
}

/** An answer without the echo of the typed line and without the prompt at its end. */
export function outputOf(
  text: string,
  {
    typed,
    before,
    prompt,
  }: {
    readonly typed: string;
    /** The line the cursor was on when it was typed. */
    readonly before: string;
    readonly prompt: string;
  },
): string {
  const body = prompt !== '' && text.endsWith(prompt) ? text.slice(0, -prompt.length) : text;
  const echo = findEcho(body.slice(0, headLength(typed)), typed);
  const from = echo?.length ?? (before !== '' && body.startsWith(before) ? body.indexOf('\n') + 1 : 0);
  return withoutTrailingBlankLines(body.slice(from));
}

/** Number of characters at the head of an answer that can contain the echo of a line. */
export function headLength(typed: string): number {
  return typed.length + 4_096;
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Keeps the blanks at the end of the last line with text. */
function withoutTrailingBlankLines(text: string): string {
  const lineEnd = text.indexOf('\n', text.trimEnd().length);
  return lineEnd === -1 ? text : text.slice(0, lineEnd);
}
