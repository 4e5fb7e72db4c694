import { once } from 'node:events';
import { connectRedis, disconnectRedis } from '@naas/core';
import { startTestRedis, testSettings, type TestRedis } from '@naas/core/testing';
import { bearer, bootstrap, keySettings, makeKey } from '../testing/api-keys.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
let replica: TestRedis;
beforeAll(async () => {
  api = await startTestApi(keySettings);
  replica = await startTestRedis(['--replicaof', '127.0.0.1', `${api.redis.port}`]);
  const redis = connectRedis(testSettings(api.redis.url), 'patient');
  await once(redis, 'ready');
  while (!(await redis.info('replication')).includes('state=online'));
  await api.logged('"message":"replicas of Redis"');
  await disconnectRedis(redis);
}, 20_000);
afterEach(() => replica.thaw());
afterAll(async () => {
  await api.close();
  await replica.close();
});

const revoke = (keyId: string) => api.ask(`/v2/api-keys/${keyId}`, { as: bootstrap, method: 'DELETE' });

test('204 for a revocation that the replica has', async () => {
  expect((await revoke((await makeKey(api)).keyId)).status).toBe(204);
});

test('503 for a revocation that the replica does not confirm; the key is refused, and audited as revoked', async () => {
  const { keyId, token } = await makeKey(api);
  replica.freeze();
  const { status, json, headers } = await revoke(keyId);
  expect([status, json['code'], headers.get('retry-after')]).toEqual([503, 'BACKEND_UNAVAILABLE', '1']);
  expect(json['error']).toBe(
    'The replicas of Redis did not confirm in time that the key is revoked, so a failover could undo it; ' +
      'revoke it again shortly.',
  );
  expect((await api.ask('/v2/jobs', bearer(token))).status).toBe(401);
  expect(api.audit.of('apikey.revoked').at(-1)).toMatchObject({ key_id: keyId });
  expect((await revoke(keyId)).status).toBe(503); // still not confirmed

  replica.thaw();
  let again = await revoke(keyId);
  while (again.status === 503) again = await revoke(keyId);
  expect([again.status, again.json['code']]).toEqual([409, 'KEY_REVOKED']);
});
