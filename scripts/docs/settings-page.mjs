import { code, page, table } from './tables.mjs';

/** @typedef {typeof import('@naas/core').settingsTable} SettingsTable */
/** @typedef {SettingsTable[keyof SettingsTable]} Row */

const sections = [
  ['Both programs', 'both'],
  ['API', 'api'],
  ['Worker', 'worker'],
];

const types = {
  text: 'text',
  secret: 'secret',
  flag: '`true`, `false`',
};

const listTypes = {
  contexts: 'contexts, comma-separated',
  hosts: 'host names and address ranges, comma-separated',
  hostPatterns: 'host names, addresses, ranges and patterns, comma-separated',
  roles: 'roles, comma-separated',
};

/** @param {Row} row */
function typeOf(row) {
  if (row.type === 'choice') return row.choices.map(code).join(', ');
  if (row.type === 'list') return listTypes[row.entries];
  if (row.type !== 'whole') return types[row.type];
  const [minimum, maximum] = row.range;
  return [`${grouped(minimum)} to ${grouped(maximum)}`, row.unit].filter(Boolean).join(' ');
}

const grouped = (/** @type {number} */ number) => number.toLocaleString('en-GB', { useGrouping: 'min2' });

const defaultOf = (/** @type {Row} */ { default: value }) => {
  const text = Array.isArray(value) ? value.join(',') : String(value);
  return text === '' ? '' : code(text);
};

/**
 * The text of docs/settings.md.
 *
 * @param {SettingsTable} settingsTable
 */
export function settingsPage(settingsTable) {
  const rows = Object.entries(settingsTable);
  const tables = sections.map(([title, app]) => {
    const ofApp = rows.filter(([, row]) => row.app === app);
    return `## ${title}\n\n${table(
      ['setting', 'default', 'value', 'meaning'],
      ofApp.map(([name, row]) => [code(name), defaultOf(row), typeOf(row), row.meaning]),
    )}`;
  });
  return page(
    'Settings',
    'libs/core/src/settings/table.ts',
    'Settings are environment variables. A program with an invalid setting does not start, and names the ' +
      'setting in one sentence. Any secret may be given as `NAME_FILE` instead: the path of a file that ' +
      'holds it. The settings of the `naas` command are in [cli.md](cli.md).',
    ...tables,
  );
}
