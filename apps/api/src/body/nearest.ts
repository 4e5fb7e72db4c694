/** Longest text that is compared; the work grows with its square. */
const longestText = 64;

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

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '_');

/** The candidate that is most probably meant by a misspelt text; undefined when none is near. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > longestText) return undefined;
  const wanted = plain(text);
  const [best] = candidates
    .map((candidate) => ({
      candidate,
      edits: candidate.split('_').includes(wanted) ? 1 : distance(wanted, plain(candidate)),
    }))
    .sort((one, other) => one.edits - other.edits);
  return best && best.edits <= Math.ceil(wanted.length / 3) ? best.candidate : undefined;
}
