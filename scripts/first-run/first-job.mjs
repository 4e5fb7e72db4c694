import { call } from './call.mjs';
import { Failure } from '../lib/failure.mjs';

/** @import { LabDevice } from './programs.mjs' */

const waitSeconds = 30;

/** The command of the first job. */
export const firstCommand = 'show version';

/**
 * Runs a first command on a device through the REST API, exactly as the printed curl line does. Resolves to
 * `{ output, milliseconds }`. Throws Failure with the error of the API.
 *
 * @param {{ url: string, certificate: string | null, device: LabDevice }} options
 */
export async function runFirstJob({ url, certificate, device }) {
  const started = performance.now();
  const { status, body: job } = await call(new URL('/v2/send-command', url), {
    method: 'POST',
    certificate,
    timeoutMs: (waitSeconds + 10) * 1000,
    headers: {
      authorization: `Basic ${Buffer.from(`${device.username}:${device.password}`).toString('base64')}`,
      'content-type': 'application/json',
      prefer: `wait=${waitSeconds}`,
    },
    body: JSON.stringify({
      host: '127.0.0.1',
      port: device.port,
      platform: device.platform,
      commands: [firstCommand],
    }),
  }).catch((cause) => {
    throw new Failure(`The API at ${url} did not answer the first job: ${cause.message}.`, { cause });
  });
  const milliseconds = performance.now() - started;
  if (status >= 400)
    throw new Failure(`The API refused the first job: ${status} ${job.code ?? ''} ${job.error}`);
  if (job.status !== 'finished')
    throw new Failure(
      `The first job is ${job.status ?? 'not done'}: ${job.error_code ?? ''} ` +
        `${job.error ?? `it did not end within ${waitSeconds} s`}`,
    );
  const [first] = job.outputs ?? [];
  if (!first?.output || first.refused)
    throw new Failure(`The first job ended without the device's output: ${JSON.stringify(job)}`);
  return { output: first.output, milliseconds };
}
