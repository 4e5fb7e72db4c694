import { Agent, request } from 'node:http';

/** @import { Devices } from './devices.mjs' */

/** @typedef {Pick<Devices, 'username' | 'password'>} Login */
/** @typedef {{ host: string, port: number, platform: string, login: Login }} Target */

/**
 * @typedef {object} CallOptions
 * @property {string} method
 * @property {string} authorization
 * @property {object | undefined} [body]
 * @property {Record<string, string>} [headers]
 */

// Connections are kept, so that the service is measured and not the opening of connections.
const agent = new Agent({ keepAlive: true, maxSockets: 100 });

/** The Authorization header of a login. */
export const basic = (/** @type {Login} */ { username, password }) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

/**
 * Submits a command to a device and waits for the end of the job; resolves to the job. Throws if it did not
 * finish.
 *
 * @param {string} url
 * @param {Target} target
 * @param {string} command
 */
export async function runJob(url, { login, ...target }, command) {
  /** @type {{ job_id: string, status: string }} */
  const job = await callApi(`${url}/v2/send-command`, {
    method: 'POST',
    authorization: basic(login),
    body: { ...target, commands: [command] },
    headers: { prefer: 'wait=60' },
  });
  if (job.status !== 'finished') throw new Error(`the job did not finish: ${JSON.stringify(job)}`);
  return job;
}

/**
 * Makes a request; resolves to the JSON of its answer, whatever its status.
 *
 * @template Answer
 * @param {string} url
 * @param {CallOptions} options
 * @returns {Promise<Answer>}
 */
export function callApi(url, { method, authorization, body, headers: more = {} }) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    authorization,
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...more,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      let answer = '';
      response
        .setEncoding('utf8')
        .on('data', (piece) => (answer += piece))
        .on('end', () => resolve(JSON.parse(answer)))
        .on('error', reject);
    });
    sent.on('error', reject).end(text);
  });
}

/**
 * Runs `count` jobs on the targets in turn, `concurrency` at a time; resolves to jobs per second.
 *
 * @param {string} url
 * @param {Target[]} targets
 * @param {{ count: number, concurrency: number, command: string }} options
 */
export async function jobsPerSecond(url, targets, { count, concurrency, command }) {
  let next = 0;
  const started = performance.now();
  const caller = async () => {
    while (next < count) await runJob(url, targets[next++ % targets.length], command);
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return count / ((performance.now() - started) / 1000);
}
