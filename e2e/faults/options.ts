import { parseArgs } from 'node:util';
import { randomInt } from 'node:crypto';
import type { Scenario } from './scenario.js';

/** What the command line asks for. */
export interface Options {
  readonly wanted: readonly Scenario[];
  readonly seed: number;
  /** Null: as many as each scenario has. */
  readonly rounds: number | null;
  readonly isBrief: boolean;
  /** Whether the logs of the programs are kept though no bar was missed. */
  readonly keepsLogs: boolean;
}

function whole(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not "${text}".`);
  return Number(text);
}

/**
 * Reads `[SCENARIO...] [--seed N] [--rounds N] [--brief] [--keep-logs]`. Throws one sentence when something
 * is wrong.
 */
export function readOptions(args: readonly string[], scenarios: readonly Scenario[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      rounds: { type: 'string' },
      brief: { type: 'boolean', default: false },
      'keep-logs': { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((given) => !scenarios.some(({ name }) => name === given));
  if (unknown !== undefined)
    throw new Error(
      `There is no scenario "${unknown}"; there are ${scenarios.map(({ name }) => name).join(', ')}.`,
    );
  const isWanted = ({ name, rounds }: Scenario): boolean =>
    positionals.length === 0 ? !values.brief || rounds.brief > 0 : positionals.includes(name);
  const wanted = scenarios.filter(isWanted);
  return {
    wanted,
    seed: whole('seed', values.seed) ?? randomInt(1_000_000),
    rounds: whole('rounds', values.rounds),
    isBrief: values.brief,
    keepsLogs: values['keep-logs'],
  };
}
