import { readFileSync } from 'node:fs';
import { roles } from '@naas/contract';
import { isHostPattern } from '../devices/host-patterns.js';
import { settingsTable, type ListEntries, type SettingName } from './table.js';
import { findUnknownSetting } from './unknown-settings.js';

type Table = typeof settingsTable;
type ValueOf<R> = R extends { choices: readonly (infer C)[] }
  ? C
  : R extends { type: 'whole' }
    ? number
    : R extends { type: 'flag' }
      ? boolean
      : R extends { type: 'list' }
        ? readonly string[]
        : string;

/** All settings, parsed, by the name of their environment variable. */
export type Settings = { readonly [Name in SettingName]: ValueOf<Table[Name]> };

/** Secrets of a backend, by the name of their setting. */
export type Secrets = Readonly<Partial<Record<SettingName, string>>>;

/** A setting is missing or invalid. The message is one sentence that names it. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;
type Row = Table[SettingName];

const flags: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  on: true,
  false: false,
  '0': false,
  no: false,
  off: false,
};

function fromFile(name: string, path: string, readFile: ReadFile): string {
  try {
    return readFile(path).trim();
  } catch (cause) {
    throw new SettingsError(
      `${name}_FILE: cannot read ${path}; check that the file exists and may be read.`,
      { cause },
    );
  }
}

/** The sources of settings. */
interface Sources {
  readonly env: Environment;
  readonly readFile: ReadFile;
}

/** The text of a setting; undefined when it is not set. Only a list that may be empty can be set to ''. */
function rawValue(name: SettingName, row: Row, { env, readFile }: Sources): string | undefined {
  const plain = env[name]?.trim();
  if (plain === '' && row.type === 'list' && listRules[row.entries].mayBeEmpty) return plain;
  const path = row.type === 'secret' ? env[`${name}_FILE`]?.trim() : undefined;
  if (plain && path) throw new SettingsError(`${name} and ${name}_FILE are both set; set one of them.`);
  return path ? fromFile(name, path, readFile) : plain || undefined;
}

function parseWhole(name: string, raw: string, [minimum, maximum]: readonly [number, number]): number {
  const value = Number(raw);
  if (!/^\d+$/.test(raw) || value < minimum || value > maximum) {
    throw new SettingsError(`${name} must be a whole number from ${minimum} to ${maximum}, not "${raw}".`);
  }
  return value;
}

interface ListRule {
  readonly isValid: (entry: string) => boolean;
  /** Reason why an entry is refused, to be read after it. */
  readonly advice: string;
  readonly mayBeEmpty: boolean;
}

/** Which entries a list may have. */
const listRules: Readonly<Record<ListEntries, ListRule>> = {
  contexts: {
    isValid: (entry) => /^[A-Za-z0-9_.-]{1,64}$/.test(entry),
    advice: 'is not a context name; use letters, digits, "_", "." and "-", at most 64',
    mayBeEmpty: false,
  },
  hosts: {
    isValid: (entry) => /^[A-Za-z0-9_.:/-]{1,255}$/.test(entry),
    advice: 'is neither a host name nor an address range',
    mayBeEmpty: true,
  },
  hostPatterns: {
    isValid: isHostPattern,
    advice:
      'is not a host name, an address, an address range such as 192.0.2.0/24, or a pattern with "*" such as ' +
      '*.lab.example.net',
    mayBeEmpty: true,
  },
  roles: {
    isValid: (entry) => roles.some((role) => role === entry),
    advice: `is not a role; the roles are ${roles.join(', ')}`,
    mayBeEmpty: true,
  },
};

function parseList(name: string, raw: string, entriesAre: ListEntries): readonly string[] {
  const entries = raw
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const { isValid, advice, mayBeEmpty } = listRules[entriesAre];
  const invalid = entries.find((entry) => !isValid(entry));
  if (invalid !== undefined) throw new SettingsError(`${name}: "${invalid}" ${advice}.`);
  if (entries.length === 0 && !mayBeEmpty) throw new SettingsError(`${name} names no context.`);
  return [...new Set(entries)];
}

function parse(name: SettingName, row: Row, raw: string): unknown {
  if (row.type === 'whole') return parseWhole(name, raw, row.range);
  if (row.type === 'list') return parseList(name, raw, row.entries);
  if (row.type === 'flag') {
    const value = flags[raw.toLowerCase()];
    if (value === undefined) throw new SettingsError(`${name} must be true or false, not "${raw}".`);
    return value;
  }
  if (row.type === 'choice') {
    const choices: readonly string[] = row.choices;
    if (!choices.includes(raw)) {
      throw new SettingsError(`${name} must be one of ${choices.join(', ')}, not "${raw}".`);
    }
  }
  return raw;
}

/**
 * Reads the settings of one program from an environment; 'all' is for programs that contain both, such as
 * tests. Settings of the other program are not read and keep their defaults.
 * @throws SettingsError that names the first invalid setting.
 */
export function loadSettings(
  env: Environment,
  app: 'api' | 'worker' | 'all',
  readFile: ReadFile = (path) => readFileSync(path, 'utf8'),
): Settings {
  const unknown = findUnknownSetting(Object.keys(env));
  if (unknown) {
    const advice = unknown.meant === undefined ? 'remove it' : `did you mean ${unknown.meant}?`;
    throw new SettingsError(`${unknown.name} is not a setting; ${advice}`);
  }
  const values: Record<string, unknown> = {};
  for (const [key, row] of Object.entries(settingsTable)) {
    const name = key as SettingName; // Object.entries loses the keys' type
    const isRead = app === 'all' || row.app === 'both' || row.app === app;
    const raw = isRead ? rawValue(name, row, { env, readFile }) : undefined;
    values[name] = raw === undefined ? row.default : parse(name, row, raw);
  }
  return values as Settings; // each value was parsed by its row's type
}
