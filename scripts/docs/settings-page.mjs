import { code, page, table } from './tables.mjs';

const sections = [
  ['Both programs', 'both'],
  ['API', 'api'],
  ['Worker', 'worker'],
];

const types = {
  text: () => 'text',
  secret: () => 'secret',
  list: () => 'names, comma-separated',
  flag: () => '`true`, `false`',
  choice: ({ choices }) => choices.map(code).join(', '),
  whole: ({ range: [minimum, maximum], unit }) =>
    [`${grouped(minimum)} to ${grouped(maximum)}`, unit].filter(Boolean).join(' '),
};

const grouped = (number) => number.toLocaleString('en-GB', { useGrouping: 'min2' });

const standard = ({ default: value }) =>
  value === '' ? '' : code(Array.isArray(value) ? value.join(',') : String(value));

/** The text of docs/settings.md. */
export function settingsPage(settingsTable) {
  const rows = Object.entries(settingsTable);
  const tables = sections.map(([title, app]) => {
    const own = rows.filter(([, row]) => row.app === app);
    return `## ${title}\n\n${table(
      ['setting', 'default', 'value', 'meaning'],
      own.map(([name, row]) => [code(name), standard(row), types[row.type](row), row.meaning]),
    )}`;
  });
  return page(
    'Settings',
    'libs/core/src/settings/table.ts',
    'Settings are environment variables. A bad value stops the start with one sentence that names it. Any ' +
      'secret may be given as\n`NAME_FILE` instead: the path of a file that holds it. The settings of the ' +
      '`naas` command are in [cli.md](cli.md).',
    ...tables,
  );
}
