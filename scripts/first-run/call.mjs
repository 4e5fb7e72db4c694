import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/**
 * The fields read from answers of the API: a job, an error, or its health.
 *
 * @typedef {object} Body
 * @property {string} [status]
 * @property {string} [code]
 * @property {string} [error]
 * @property {string} [error_code]
 * @property {{ output: string, refused: boolean }[]} [outputs]
 */

/**
 * @typedef {object} CallOptions
 * @property {string} [method]
 * @property {Record<string, string>} [headers]
 * @property {string} [body]
 * @property {string | null} certificate
 * @property {number} timeoutMs
 */

/**
 * Makes one HTTP request. `certificate` is the path of the certificate to trust, for HTTPS; null: plain HTTP.
 * Resolves to `{ status, body }`; a body that is not JSON is `{ error: text }`. Rejects when there is no
 * answer within `timeoutMs`.
 *
 * @param {URL} url
 * @param {CallOptions} options
 * @returns {Promise<{ status: number, body: Body }>}
 */
export function call(url, { method = 'GET', headers = {}, body, certificate, timeoutMs }) {
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = {
    method,
    headers: { ...headers, ...length },
    timeout: timeoutMs,
    agent: false,
    ...(certificate !== null && { ca: readFileSync(certificate) }),
  };
  return new Promise((resolve, reject) => {
    const sent = (certificate === null ? httpRequest : httpsRequest)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => (text += piece));
      response
        .on('end', () => resolve({ status: response.statusCode ?? 0, body: parse(text) }))
        .on('error', reject);
    });
    sent
      .on('error', reject)
      .on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    sent.end(body);
  });
}

/**
 * @param {string} text
 * @returns {Body}
 */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { error: text };
  }
}
