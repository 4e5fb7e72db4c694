/** Maximum length of a compared text, in characters; the work grows with its square. */
const maxTextLength = 64;

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

const normalize = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '_');

/** The candidate that a misspelt text most probably means; undefined if none is close enough. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > maxTextLength) return undefined;
  const normalized = normalize(text);
  const [best] = candidates
    .map((candidate) => ({
      candidate,
      edits: candidate.split('_').includes(normalized) ? 1 : distance(normalized, normalize(candidate)),
    }))
    .sort((one, other) => one.edits - other.edits);
  return best && best.edits <= Math.ceil(normalized.length / 3) ? best.candidate : undefined;
}
