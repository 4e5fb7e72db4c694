import { randomUUID } from 'node:crypto';
import { ClientError, type ClientErrorCode } from '@naas/client';
import { CliError, JobLeftBehind, usage } from '../cli-error.js';
import { configLines } from '../input/config-lines.js';
import { findCredentials, findEnableSecret } from '../input/credentials.js';
import type { ExitCode } from '../exit-codes.js';
import type { SendConfigOptions } from '../options.js';
import { readStandardInput, readTextFile } from '../input/read-input.js';
import { runJob } from '../run-job.js';
import { targetBody } from '../target-body.js';

/** `naas send-config`: pushes configuration lines, never twice. */
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
    client.sendConfig(body, { signal, idempotencyKey }).catch(tellHowToRepeat(idempotencyKey)),
  );
}

async function linesToSend(args: readonly string[], file: string | undefined): Promise<readonly string[]> {
  if (file !== undefined && args.length > 0)
    throw usage('give the lines as arguments or with --file, not both.');
  if (file === undefined && args.length === 0)
    throw usage('no configuration lines; give them as arguments, with --file FILE, or - for standard input.');
  const isStandardInput = file === '-' || (args.length === 1 && args[0] === '-');
  const text = isStandardInput
    ? await readStandardInput()
    : file === undefined
      ? args.join('\n')
      : await readTextFile(file, '--file');
  const lines = configLines(text);
  if (lines.length === 0)
    throw usage('there is no configuration line among them, only blank lines and comments.');
  return lines;
}

/** After these nobody knows whether the job was accepted. */
const openOutcomes: ReadonlySet<ClientErrorCode> = new Set<ClientErrorCode>([
  'UNREACHABLE',
  'TIMEOUT',
  'BAD_ANSWER',
  'INTERNAL_ERROR',
  'BACKEND_UNAVAILABLE',
]);

function tellHowToRepeat(idempotencyKey: string): (error: unknown) => never {
  return (error) => {
    const isOpen = error instanceof ClientError ? openOutcomes.has(error.code) : error instanceof CliError;
    if (!isOpen) throw error;
    throw new JobLeftBehind(
      error,
      'Should the job have been accepted all the same, repeating this with --idempotency-key ' +
        `${idempotencyKey} gives that job and pushes nothing twice.`,
    );
  };
}
