import { randomBytes } from 'node:crypto';
import autocannon from 'autocannon';

// Load on one route in a separate process: `node load-process.mjs JSON`, with `url`, `authorization`,
// `seconds`, and `body` for a POST. Each POST has another host, so that no job is de-duplicated. The last
// line of output is JSON: `{ perSecond, refused }`.

/** @import { Request } from 'autocannon' */

/** @type {{ url: string, authorization: string, seconds: number, body?: object }} */
const { url, authorization, seconds, body } = JSON.parse(process.argv[2]);
const run = randomBytes(3).toString('hex');
let number = 0;
const nextHost = () => `d${number++}.${run}.example.net`;
/** @type {Request} */
const post = {
  method: 'POST',
  headers: { authorization, 'content-type': 'application/json' },
  setupRequest: (request) => ({ ...request, body: JSON.stringify({ ...body, host: nextHost() }) }),
};
/** @type {Request} */
const get = { method: 'GET', headers: { authorization } };

const {
  '2xx': accepted,
  non2xx,
  errors,
  duration,
} = await autocannon({ url, connections: 16, duration: seconds, requests: [body ? post : get] });
process.stdout.write(`${JSON.stringify({ perSecond: accepted / duration, refused: non2xx + errors })}\n`);
