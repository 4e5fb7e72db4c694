import { paint } from '../scripts/lib/say.mjs';
import { figures, peers } from './figures.mjs';

/** @import { Output } from '../scripts/lib/say.mjs' */

/**
 * A figure with two decimal places below 10, one below 100 and none from there.
 *
 * @param {number} value
 */
export function shown(value) {
  if (value >= 100) return Math.round(value).toLocaleString('en-GB', { useGrouping: 'min2' });
  return value.toFixed(value >= 10 ? 1 : 2);
}

/**
 * The table of the measured values, by the names of figures.mjs, beside the goals and the peers' recorded
 * figures.
 *
 * @param {Record<string, number>} values
 * @param {Output} out
 */
export function resultTable(values, out) {
  const { strong, green, yellow, faint } = paint(out);
  const measured = Object.entries(figures).filter(([name]) => name in values);
  const rows = measured.map(([name, { title, unit, goal, less, peers: recorded }]) => {
    const value = values[name];
    const isMet = less ? value <= goal : value >= goal;
    return {
      cells: [
        `${title} (${unit})`,
        shown(value),
        `${less ? '<=' : '>='} ${shown(goal).replace(/\.0+$/, '')}`,
        ...peers.map((peer) => recorded[peer] ?? ''),
      ],
      isMet,
    };
  });
  const headings = ['case', 'ours', 'goal', ...peers];
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map(({ cells }) => cells[column].length)),
  );
  const plain = (/** @type {string} */ text) => text;
  const line = (/** @type {string[]} */ cells, style = plain) =>
    cells
      .map((cell, column) => {
        const padded = column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]);
        return column === 1 ? style(padded) : padded;
      })
      .join('  ')
      .trimEnd();
  const rule = faint('-'.repeat(widths.reduce((sum, width) => sum + width + 2, -2)));
  return [
    strong(line(headings)),
    rule,
    ...rows.map(({ cells, isMet }) => line(cells, isMet ? green : yellow)),
  ].join('\n');
}
