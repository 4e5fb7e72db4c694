import { findCredentials, findEnableSecret } from '../input/credentials.js';
import type { ExitCode } from '../exit-codes.js';
import type { SendCommandOptions } from '../options.js';
import { runJob } from '../run-job.js';
import { targetBody } from '../target-body.js';

/** `naas send-command`: runs show commands and prints their output. */
export async function sendCommand(
  commands: readonly string[],
  options: SendCommandOptions,
): Promise<ExitCode> {
  const { expect, idempotencyKey } = options;
  const credentials = await findCredentials(options);
  const enable = await findEnableSecret(options);
  const body = {
    ...targetBody(options, enable),
    commands,
    ...(expect !== undefined && { expect_string: expect }),
  };
  return runJob(credentials, options, ({ client, signal }) =>
    client.sendCommand(body, { signal, ...(idempotencyKey !== undefined && { idempotencyKey }) }),
  );
}
