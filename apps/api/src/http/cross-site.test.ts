import { randomUUID } from 'node:crypto';
import { bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { commandBody } from '../testing/bodies.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(keySettings);
});
afterAll(() => api.close());

const form = 'application/x-www-form-urlencoded';
const wantsJson = 'The body must be JSON; send it with "Content-Type: application/json".';
const crossSite =
  'This request was sent by a page of another site (Sec-Fetch-Site: cross-site); send it from a program, or ' +
  'from a page of this one.';

async function failedJob(): Promise<string> {
  await api.ask('/v2/send-command', { json: { ...commandBody, commands: [`show ${randomUUID()}`] } });
  return api.runNext({ status: 'failed', code: 'AUTH_FAILURE', message: 'Refused.' });
}

describe.each([
  ['a replay', async () => `/v2/jobs/${await failedJob()}/replay`, 'admin:secret', 202],
  ['a rotation', async () => `/v2/api-keys/${(await makeKey(api)).keyId}/rotate`, bootstrap, 201],
] as const)('%s, whose body is optional', (_name, pathOf, as, success) => {
  test.each([
    ['no content type', ''],
    ['that of a form', form],
    ['that of plain text', 'text/plain'],
  ])('415 with %s, and nothing is done', async (_type, contentType) => {
    const path = await pathOf();
    const { status, json } = await api.ask(path, {
      as,
      method: 'POST',
      headers: { 'content-type': contentType },
    });
    expect([status, json['code'], json['error']]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', wantsJson]);
    const after = await api.ask(path, { as, json: {} });
    expect(after.status).toBe(success);
  });

  test('success with an empty body of the right type, with or without a length', async () => {
    const headers = { 'content-type': 'application/json' };
    const empty = await api.ask(await pathOf(), { as, method: 'POST', headers });
    const chunked = await fetch(`${api.url}${await pathOf()}`, {
      method: 'POST',
      headers: { ...headers, authorization: `Basic ${Buffer.from(as).toString('base64')}` },
      body: new ReadableStream({ start: (stream) => stream.close() }),
      duplex: 'half',
    });
    expect([empty.status, chunked.status]).toEqual([success, success]);
  });
});

test.each([
  ['POST', '/v2/send-command', commandBody],
  ['POST', `/v2/jobs/${randomUUID()}/replay`, {}],
  ['POST', '/v1/send_config', commandBody],
  ['DELETE', `/v2/jobs/${randomUUID()}`, undefined],
  ['DELETE', `/v2/batches/${randomUUID()}`, undefined],
])('403 for %s %s of a page of another site', async (method, path, json) => {
  const headers = { 'sec-fetch-site': 'cross-site' };
  const answer = await api.ask(path, { method, headers, ...(json ? { json } : {}) });
  expect([answer.status, answer.json['code'], answer.json['error']]).toEqual([403, 'FORBIDDEN', crossSite]);
});

test.each(['same-origin', 'same-site', 'none'])('202 for Sec-Fetch-Site: %s', async (site) => {
  const json = { ...commandBody, commands: [`show ${randomUUID()}`] };
  expect((await api.ask('/v2/send-command', { json, headers: { 'sec-fetch-site': site } })).status).toBe(202);
});

test('a page of another site may read', async () => {
  expect((await api.ask('/v2/jobs', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
});
