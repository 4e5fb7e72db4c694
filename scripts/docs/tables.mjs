/**
 * A Markdown table, with padded columns so that the source is easy to read too.
 *
 * @param {string[]} headings
 * @param {string[][]} rows
 */
export function table(headings, rows) {
  const cells = [headings, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  // The last column is long text, and padding would only make its lines longer.
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => '-'.repeat(column === widths.length - 1 ? 3 : width)).join(' | ')} |`;
  const [head, ...body] = cells.map(line);
  return [head, rule, ...body].join('\n');
}

/** A text as inline code. */
export const code = (/** @type {string} */ text) => `\`${text}\``;

/**
 * A page that is printed from a table in the code; `source` is the path of the table.
 *
 * @param {string} title
 * @param {string} source
 * @param {string[]} parts
 */
export const page = (title, source, ...parts) =>
  `# ${title}\n\n<!-- Printed by \`npm run docs\` from ${source}: change it there. -->\n\n${parts.join('\n\n')}\n`;
