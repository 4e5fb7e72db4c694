import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/**
 * One HTTP request. `certificate` is the path of the one to trust, for HTTPS. Resolves to `{ status, body }`,
 * the body parsed where it is JSON; rejects with the system's error when there is no answer within
 * `timeoutMs`.
 */
export function call(url, { method = 'GET', headers = {}, body, certificate, timeoutMs }) {
  const isTls = url.protocol === 'https:';
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const options = {
    method,
    headers: { ...headers, ...length },
    timeout: timeoutMs,
    agent: false,
    ...(isTls && { ca: readFileSync(certificate) }),
  };
  return new Promise((resolve, reject) => {
    const sent = (isTls ? httpsRequest : httpRequest)(url, options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => (text += piece));
      response
        .on('end', () => resolve({ status: response.statusCode, body: parse(text) }))
        .on('error', reject);
    });
    sent
      .on('error', reject)
      .on('timeout', () => sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    sent.end(body);
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { error: text };
  }
}
