import { Judge } from '../testing/contract/judge.js';
import { openRawClient, type RawClient } from '../testing/contract/send-raw.js';
import { bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { basic, startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
let client: RawClient;
beforeAll(async () => {
  api = await startTestApi(keySettings);
  client = openRawClient(api.url);
});
afterAll(async () => {
  client.close();
  await api.close();
});

test('the example of every submit and key operation is accepted, and the response is as documented', async () => {
  const judge = new Judge((await api.ask('/apidoc/openapi.json')).json);
  const operations = judge.operations.filter(
    ({ method, path, body }) => method === 'POST' && body && !path.includes('{'),
  );
  expect(operations.length).toBeGreaterThanOrEqual(8);
  for (const operation of operations) {
    const authorization = basic(operation.permission === 'key:manage' ? bootstrap : 'admin:secret');
    const request = {
      method: 'POST',
      path: operation.path,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(operation.body?.example),
    };
    const answer = await client.send(request);
    expect([operation.path, answer.status < 300, judge.faults(request, answer)]).toEqual([
      operation.path,
      true,
      [],
    ]);
  }
});

test('every GET without path parameters answers an admin as documented', async () => {
  const judge = new Judge((await api.ask('/apidoc/openapi.json')).json);
  const { token } = await makeKey(api, { role: 'admin' });
  const operations = judge.operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
  expect(operations.length).toBeGreaterThanOrEqual(15);
  for (const { path, responses } of operations) {
    const request = { method: 'GET', path, headers: { authorization: `Bearer ${token}` } };
    const answer = await client.send(request);
    expect([path, answer.status, judge.faults(request, answer)]).toEqual([path, 200, []]);
    expect(Object.keys(responses)).toContain('200');
  }
});

test('a response that does not match the document is found', async () => {
  const judge = new Judge((await api.ask('/apidoc/openapi.json')).json);
  const request = { method: 'GET', path: '/v2/contexts', headers: { authorization: basic('admin:secret') } };
  const answer = await client.send(request);
  expect(judge.faults(request, answer)).toEqual([]);
  expect(judge.faults(request, { ...answer, body: '{"contexts":[],"extra":1}' })).toHaveLength(1);
  expect(judge.faults(request, { ...answer, status: 206 })).toHaveLength(1);
  expect(
    judge.faults(request, { ...answer, headers: { ...answer.headers, 'x-surprise': '1' } }),
  ).toHaveLength(1);
});
