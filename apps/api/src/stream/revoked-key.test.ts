import { randomUUID } from 'node:crypto';
import { outputOf } from '../testing/bodies.js';
import { bearer, bootstrap, keySettings, makeKey, type TestKey } from '../testing/api-keys.js';
import { commandBody } from '../testing/bodies.js';
import { openStream } from '../testing/open-stream.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

jest.setTimeout(20_000);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(keySettings);
});
afterAll(() => api.close());

const submit = (key: TestKey, headers: Readonly<Record<string, string>> = {}) => {
  const who = bearer(key.token);
  return api.ask('/v2/send-command', {
    as: null,
    headers: { ...who.headers, ...headers },
    json: { ...commandBody, commands: [`show ${randomUUID()}`], username: 'u', password: 'p' },
  });
};
const revoke = async (key: TestKey) => {
  const { status } = await api.ask(`/v2/api-keys/${key.keyId}`, { as: bootstrap, method: 'DELETE' });
  expect(status).toBe(204);
};

test('within 5 s the streams of a revoked key end without a result and its waits with 401; others go on', async () => {
  const [bad, good] = [await makeKey(api), await makeKey(api)];
  const [badJob, goodJob] = [await submit(bad), await submit(good)].map(({ json }) => String(json['job_id']));
  const stream = (key: TestKey, path: string) => openStream(`${api.url}${path}`, { token: key.token });
  const streams = [
    await stream(bad, `/v2/jobs/${badJob}/stream`),
    await stream(good, `/v2/jobs/${goodJob}/stream`),
  ];
  for (const one of streams) expect(await one.next()).toMatchObject({ event: 'status' });
  const wait = { prefer: 'wait=20' };
  const waits = [
    submit(bad, wait),
    api.ask(`/v2/jobs/${badJob}`, { as: null, headers: { ...bearer(bad.token).headers, ...wait } }),
  ];
  await api.logged('"message":"request"');
  const startedAt = performance.now();
  await revoke(bad);
  expect(await streams[0]?.rest()).toEqual([]);
  const answers = await Promise.all(waits);
  expect(performance.now() - startedAt).toBeLessThan(5000);
  expect(answers.map(({ status, json }) => [status, json['error']])).toEqual(
    Array(2).fill([401, 'The API key of this Bearer token is revoked; use another key.']),
  );
  expect(answers[0]?.headers.get('www-authenticate')).toBe('Basic realm="naas", Bearer');
  expect(api.audit.of('auth.failure').map(({ method }) => method)).toEqual(['bearer', 'bearer']);

  let done = '';
  while (done !== goodJob) done = await api.runNext({ status: 'finished' }, [outputOf('IOS 15')]);
  expect((await streams[1]?.rest())?.at(-1)).toMatchObject({ event: 'result' });
});
