/** Only the beginning of an output can be a refusal; number of characters. */
const headLength = 2_000;

/** The line with which the device refuses something; undefined: it does not refuse. */
export function refusalIn(output: string, refusals: readonly RegExp[]): string | undefined {
  const head = output.slice(0, headLength);
  for (const refusal of refusals) {
    const match = refusal.exec(head);
    if (match) return reasonIn(head, match);
  }
  return undefined;
}

/** A lone caret points at the refused word; the reason follows below it. */
function reasonIn(head: string, match: RegExpExecArray): string {
  const found = match[0].trim();
  return found === '^' ? head.slice(match.index + match[0].length).trim() || found : found;
}
