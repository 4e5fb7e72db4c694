import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Failure } from './failure.mjs';

const waitSeconds = 30;

/** The command that a first run sends. */
export const firstCommand = 'show version';

/**
 * Runs a first command on a device through the REST API, exactly as the printed curl line does. Resolves to
 * `{ output, milliseconds, jobId }`; throws Failure with what the API said.
 */
export async function runFirstJob({ url, certificate, device }) {
  const body = JSON.stringify({ host: '127.0.0.1', port: device.port, platform: device.platform, commands: [firstCommand] });
  const started = performance.now();
  const { status, text } = await post(new URL('/v2/send-command', url), {
    body,
    certificate,
    headers: {
      authorization: `Basic ${Buffer.from(`${device.username}:${device.password}`).toString('base64')}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      prefer: `wait=${waitSeconds}`,
    },
  });
  const milliseconds = performance.now() - started;
  const job = parse(text);
  if (status >= 400) throw new Failure(`The API refused the first job: ${status} ${job.code ?? ''} ${job.error ?? text}`);
  if (job.status !== 'finished') throw new Failure(`The first job is ${job.status ?? 'not done'}: ${job.error_code ?? ''} ${job.error ?? `it did not end within ${waitSeconds} s`}`);
  const [first] = job.outputs ?? [];
  if (!first?.output || first.refused) throw new Failure(`The first job ended without the device's output: ${text}`);
  return { output: first.output, milliseconds, jobId: job.job_id };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function post(url, { body, headers, certificate }) {
  const isTls = url.protocol === 'https:';
  const options = { method: 'POST', headers, timeout: (waitSeconds + 10) * 1000, agent: false, ...(isTls && { ca: readFileSync(certificate) }) };
  return new Promise((resolve, reject) => {
    const failed = (cause) => reject(new Failure(`The API at ${url.origin} did not answer the first job: ${cause.message}`, { cause }));
    const sent = (isTls ? httpsRequest : httpRequest)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode, text })).on('error', failed);
    });
    sent.on('error', failed).on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.end(body);
  });
}
