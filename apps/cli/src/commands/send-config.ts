import { randomUUID } from 'node:crypto';
import { ClientError, type ClientErrorCode } from '@naas/client';
import { CliError, JobLeftBehind, usageError } from '../cli-error.js';
import { configLines } from '../input/config-lines.js';
import { findCredentials, findEnableSecret } from '../input/credentials.js';
import type { ExitCode } from '../exit-codes.js';
import type { SendConfigOptions } from '../options.js';
import { readStandardInput, readTextFile } from '../input/read-input.js';
import { runJob } from '../run-job.js';
import { targetBody } from '../target-body.js';

/** `naas send-config`: pushes configuration lines, at most once. */
export async function sendConfig(args: readonly string[], options: SendConfigOptions): Promise<ExitCode> {
  const { save, commit, idempotencyKey = randomUUID() } = options;
  const commands = await linesToSend(args, options.file);
  const credentials = await findCredentials(options);
  const enable = await findEnableSecret(options);
  const body = {
    ...targetBody(options, enable),
    commands,
    ...(save && { save_config: true }),
    ...(commit && { commit: true }),
  };
  return runJob(credentials, options, ({ client, signal }) =>
    client.sendConfig(body, { signal, idempotencyKey }).catch(rethrowWithAdvice(idempotencyKey)),
  );
}

async function linesToSend(args: readonly string[], file: string | undefined): Promise<readonly string[]> {
  if (file !== undefined && args.length > 0)
    throw usageError('give the lines as arguments or with --file, not both.');
  if (file === undefined && args.length === 0)
    throw usageError(
      'no configuration lines; give them as arguments, with --file FILE, or - for standard input.',
    );
  const isStandardInput = file === '-' || (args.length === 1 && args[0] === '-');
  const text = isStandardInput
    ? await readStandardInput()
    : file === undefined
      ? args.join('\n')
      : await readTextFile(file, '--file');
  const lines = configLines(text);
  if (lines.length === 0)
    throw usageError('no configuration lines; there are only blank lines and comments.');
  return lines;
}

/** Errors after which it is unknown whether the API accepted the job. */
const unknownOutcomes: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'UNREACHABLE',
  'TIMEOUT',
  'BAD_ANSWER',
  'INTERNAL_ERROR',
  'BACKEND_UNAVAILABLE',
]);

/** Adds advice on a safe repetition to an error after which the outcome is unknown. */
function rethrowWithAdvice(idempotencyKey: string): (error: unknown) => never {
  return (error) => {
    const isUnknown =
      error instanceof ClientError ? unknownOutcomes.has(error.code) : error instanceof CliError;
    if (!isUnknown) throw error;
    throw new JobLeftBehind(
      error,
      'The job may have been accepted. To repeat the command safely, add --idempotency-key ' +
        `${idempotencyKey}.`,
    );
  };
}
