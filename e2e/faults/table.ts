import type { Outcome } from './run-lane.js';

type Column = readonly [heading: string, cell: (outcome: Outcome) => string];

const failedText = (failed: Outcome['failed']): string =>
  Object.entries(failed)
    .map(([code, count]) => `${code} ${count}`)
    .join(', ') || '0';

const columns: readonly Column[] = [
  ['scenario', ({ name }) => name],
  ['jobs', ({ jobs }) => `${jobs}`],
  ['executed', ({ executed }) => `${executed}`],
  ['finished', ({ finished }) => `${finished}`],
  ['failed', ({ failed }) => failedText(failed)],
  ['lost', ({ lost }) => `${lost}`],
  ['twice', ({ twice }) => `${twice}`],
  ['canary hits', ({ canaryHits }) => `${canaryHits}`],
  ['seconds', ({ seconds }) => seconds.toFixed(1)],
];

/**
 * The table of outcomes. `executed`, `lost` and `twice` are counted from the lines that the devices received.
 */
export function resultTable(outcomes: readonly Outcome[]): string {
  const rows = [
    columns.map(([heading]) => heading),
    ...outcomes.map((outcome) => columns.map(([, cell]) => cell(outcome))),
  ];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
