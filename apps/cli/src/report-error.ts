import { CommanderError } from 'commander';
import { usageError } from './cli-error.js';
import type { ExitCode } from './exit-codes.js';
import { toFailure } from './failure.js';
import { chooseReport } from './report/choose-report.js';

/**
 * Prints an error, as JSON with --json. Looks for --json in the raw arguments, because parsing them may be
 * what failed.
 */
export function reportError(error: unknown, args: readonly string[]): ExitCode {
  const failure = toFailure(error instanceof CommanderError ? usageError(usageMessage(error)) : error);
  const json = beforeSeparator(args).includes('--json');
  chooseReport({ json, text: !json }).failure(failure);
  return failure.exitCode;
}

/** Commander's messages begin with "error: ", have no full stop and may go over two lines. */
function usageMessage({ message, code }: CommanderError): string {
  if (code === 'commander.help') return 'no command. See naas --help.';
  const sentence = message.replace(/^error: /, '').replaceAll('\n', ' ');
  return `${sentence.replace(/\.?$/, '.')} See --help.`;
}

function beforeSeparator(args: readonly string[]): readonly string[] {
  const separator = args.indexOf('--');
  return separator === -1 ? args : args.slice(0, separator);
}
