/** Only the beginning of an answer can be a refusal. */
const headLength = 2_000;

/** The line in which the device says that it does not accept something; undefined: it does not say so. */
export function refusalIn(words: string, refusals: readonly RegExp[]): string | undefined {
  const head = words.slice(0, headLength);
  for (const refusal of refusals) {
    const match = refusal.exec(head);
    if (match) return reasonIn(head, match);
  }
  return undefined;
}

/** A lone caret points at the word; the reason stands below it. */
function reasonIn(head: string, match: RegExpExecArray): string {
  const found = match[0].trim();
  return found === '^' ? head.slice(match.index + match[0].length).trim() || found : found;
}
