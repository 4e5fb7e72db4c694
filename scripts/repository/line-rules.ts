/** Longest line of a text file, in characters. */
const maxLength = 120;

/** Texts whose lines may have any length: the lock file is npm's, the licence is quoted. */
const freeTexts: readonly string[] = ['package-lock.json', 'LICENSE'];

/** Lines of a text file that are too long, one sentence each. URLs and rows of Markdown tables are exempt. */
export function findLongLines(path: string, text: string): readonly string[] {
  if (freeTexts.includes(path)) return [];
  return text.split('\n').flatMap((line, index) => {
    const { length } = [...line];
    const isTableRow = path.endsWith('.md') && line.trimStart().startsWith('|');
    const isAllowed = length <= maxLength || isTableRow || /https?:\/\//.test(line);
    return isAllowed ? [] : [`${path}:${index + 1} has ${length} columns, more than ${maxLength}`];
  });
}
