#!/usr/bin/env node
import { CommanderError } from 'commander';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { buildProgram } from './program.js';

async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  try {
    await buildProgram((code) => (exitCode = code)).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    const { reportError } = await import('./report-error.js');
    return reportError(error, args);
  }
}

// A reader that closes the pipe early (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

void run(process.argv.slice(2)).then((exitCode) => (process.exitCode = exitCode));
