import { parseArgs } from 'node:util';
import { randomInt } from 'node:crypto';
import type { Scenario } from './scenario.js';

/** The options of the command line. */
export interface Options {
  /** Scenarios to run. */
  readonly selected: readonly Scenario[];
  readonly seed: number;
  /** Null for each scenario's own number. */
  readonly rounds: number | null;
  readonly isBrief: boolean;
  /** Whether the logs of the programs are kept even if no bar was missed. */
  readonly keepsLogs: boolean;
}

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not "${text}".`);
  return Number(text);
}

/**
 * Reads `[SCENARIO...] [--seed N] [--rounds N] [--brief] [--keep-logs]`. Throws an error with one sentence
 * when an option is invalid.
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
  const unknown = positionals.find((positional) => !scenarios.some(({ name }) => name === positional));
  if (unknown !== undefined) {
    const names = scenarios.map(({ name }) => name).join(', ');
    throw new Error(`Unknown scenario "${unknown}". The scenarios are ${names}.`);
  }
  const isSelected = ({ name, rounds }: Scenario): boolean =>
    positionals.length === 0 ? !values.brief || rounds.brief > 0 : positionals.includes(name);
  return {
    selected: scenarios.filter(isSelected),
    seed: readNumber('seed', values.seed) ?? randomInt(1_000_000),
    rounds: readNumber('rounds', values.rounds),
    isBrief: values.brief,
    keepsLogs: values['keep-logs'],
  };
}
