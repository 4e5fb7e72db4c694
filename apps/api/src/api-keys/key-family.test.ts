import { bearer, bootstrap, keySettings, makeKey, type TestKey } from '../testing/api-keys.js';
import { configBody } from '../testing/bodies.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi(keySettings);
});
afterAll(() => api.close());

async function rotate({ keyId }: TestKey): Promise<TestKey> {
  const { json } = await api.ask(`/v2/api-keys/${keyId}/rotate`, { as: bootstrap, json: { overlap: 60 } });
  return { keyId: String(json['key_id']), token: String(json['token']) };
}
const login = { username: 'u', password: 'p' };
const push = (key: TestKey, idempotencyKey: string) =>
  api.ask('/v2/send-config', {
    as: null,
    headers: { ...bearer(key.token).headers, 'x-idempotency-key': idempotencyKey },
    json: { ...configBody, ...login },
  });

test('jobs, lists and idempotency keys stay with the successor of a key, and with its successor', async () => {
  const first = await makeKey(api);
  const job = (await push(first, 'change-1')).json['job_id'];
  const second = await rotate(first);
  const third = await rotate(second);
  for (const key of [second, third]) {
    expect((await api.ask(`/v2/jobs/${String(job)}`, bearer(key.token))).status).toBe(200);
    expect((await api.ask('/v2/jobs', bearer(key.token))).json['total']).toBe(1);
    expect((await push(key, 'change-1')).json).toMatchObject({ job_id: job, idempotent: true });
  }
  const later = (await push(third, 'change-2')).json['job_id'];
  expect((await api.ask(`/v2/jobs/${String(later)}`, bearer(first.token))).status).toBe(200);
  expect(await api.worker.redis.hget(`naas:api_keys:${third.keyId}`, 'family')).toBe(first.keyId);
});

test('another key, and a caller with the name of the family, see nothing', async () => {
  const first = await makeKey(api);
  const job = String((await push(first, 'change-3')).json['job_id']);
  const stranger = await rotate(await makeKey(api));
  expect((await api.ask(`/v2/jobs/${job}`, bearer(stranger.token))).status).toBe(403);
  expect((await api.ask(`/v2/jobs/${job}`, { as: `${first.keyId}:x` })).status).toBe(403);
});
