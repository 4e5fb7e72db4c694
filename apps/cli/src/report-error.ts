import { CommanderError } from 'commander';
import { usage } from './cli-error.js';
import type { ExitCode } from './exit-codes.js';
import { failureOf } from './failure.js';
import { chooseReport } from './report/choose-report.js';

/** Writes an error in the form the arguments ask for, which may be the ones that could not be understood. */
export function reportError(error: unknown, args: readonly string[]): ExitCode {
  const failure = failureOf(error instanceof CommanderError ? usage(wording(error)) : error);
  const json = beforeSeparator(args).includes('--json');
  chooseReport({ json, text: !json }).failure(failure);
  return failure.exitCode;
}

/** Commander's messages begin with "error: ", have no full stop and may go over two lines. */
function wording({ message, code }: CommanderError): string {
  if (code === 'commander.help') return 'which command? See naas --help.';
  const sentence = message.replace(/^error: /, '').replaceAll('\n', ' ');
  return `${sentence.replace(/\.?$/, '.')} See --help.`;
}

function beforeSeparator(args: readonly string[]): readonly string[] {
  const separator = args.indexOf('--');
  return separator === -1 ? args : args.slice(0, separator);
}
