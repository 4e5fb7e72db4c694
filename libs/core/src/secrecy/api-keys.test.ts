import { ApiKeys, type NewApiKey } from './api-keys.js';
import { keys } from '../keys.js';
import { useTestJobs, type TestJobs } from '../testing/index.js';

const day = 86_400_000;

const here = useTestJobs({ isFlushed: true });
let other: TestJobs;
beforeAll(() => {
  other = here.open();
});

const newKey = (keyId: string, more: Partial<NewApiKey> = {}): NewApiKey => ({
  keyId,
  family: keyId,
  role: 'operator',
  contexts: ['default', 'core'],
  description: 'pipeline',
  createdAt: new Date(1000),
  expiresAt: new Date(Date.now() + day),
  createdBy: 'bootstrap',
  ...more,
});
const revoked = () => here.redis.zrange(keys.revokedKeys(), 0, -1, 'WITHSCORES');

test('a key is read as it was recorded, under the public name of its Redis key', async () => {
  const key = newKey('k-1', { family: 'k-0' });
  await new ApiKeys(here.redis).create(key);
  expect(await new ApiKeys(other.redis).get('k-1')).toEqual({ ...key, isRevoked: false });
  expect(await here.redis.hgetall('naas:api_keys:k-1')).toMatchObject({
    family: 'k-0',
    role: 'operator',
    contexts: '["default","core"]',
    created_at: '1970-01-01T00:00:01.000Z',
    created_by: 'bootstrap',
  });
});

test('a record without a family is of its own', async () => {
  const store = new ApiKeys(here.redis);
  await store.create(newKey('k-1'));
  await here.redis.hdel('naas:api_keys:k-1', 'family');
  expect((await store.get('k-1'))?.family).toBe('k-1');
});

test('the record of a key expires a day after the key, or never for a key without expiry', async () => {
  const store = new ApiKeys(here.redis);
  const expiry = Math.floor(Date.now() / 1000) + 100;
  await store.create(newKey('k-1', { expiresAt: new Date(expiry * 1000) }));
  await store.create(newKey('k-2', { expiresAt: null }));
  expect(await here.redis.expiretime('naas:api_keys:k-1')).toBe(expiry + 86_400);
  expect(await here.redis.ttl('naas:api_keys:k-2')).toBe(-1);
  expect((await store.get('k-2'))?.expiresAt).toBeNull();
});

test('there is no key when none was recorded', async () => {
  const store = new ApiKeys(here.redis);
  expect([
    await store.get('k-1'),
    await store.list(),
    await store.isRevoked('k-1'),
    await store.rotate('k-1', 0, newKey('k-2')),
  ]).toEqual([null, [], false, 'not_found']);
  expect(await store.list()).toEqual([]);
});

test('a key without a record is revoked too, for ever, and makes no record', async () => {
  const store = new ApiKeys(here.redis);
  expect([await store.revoke('k-1'), await store.isRevoked('k-1'), await store.revoke('k-1')]).toEqual([
    'ok',
    true,
    'revoked',
  ]);
  await store.create(newKey('k-2')); // also removes what has expired
  expect([await revoked(), await store.get('k-1')]).toEqual([['k-1', 'inf'], null]);
});

test('a key whose record is lost is revoked until its expiry if that is still known', async () => {
  const store = new ApiKeys(here.redis);
  const expiry = Math.floor(Date.now() / 1000) + 100;
  await store.create(newKey('k-1', { expiresAt: new Date(expiry * 1000) }));
  await here.redis.del('naas:api_keys:k-1');
  expect([await store.revoke('k-1'), await revoked()]).toEqual(['ok', ['k-1', `${expiry}`]]);
});

test('the list has all keys, newest first', async () => {
  const store = new ApiKeys(here.redis);
  for (const [index, id] of ['k-b', 'k-c', 'k-a'].entries()) {
    await store.create(
      newKey(id, {
        createdAt: new Date(index * 1000),
        expiresAt: index === 1 ? null : new Date(Date.now() + day * (3 - index)),
      }),
    );
  }
  await store.revoke('k-c');
  expect((await store.list()).map(({ keyId, isRevoked }) => [keyId, isRevoked])).toEqual([
    ['k-a', false],
    ['k-c', true],
    ['k-b', false],
  ]);
});

test('a key is revoked for every API at once, only once, and scored by its expiry', async () => {
  const store = new ApiKeys(here.redis);
  const expiry = Math.floor(Date.now() / 1000) + 100;
  await store.create(newKey('k-1', { expiresAt: new Date(expiry * 1000) }));
  await store.create(newKey('k-2', { expiresAt: null }));
  expect(await new ApiKeys(other.redis).isRevoked('k-1')).toBe(false);
  expect([await store.revoke('k-1'), await store.revoke('k-1'), await store.revoke('k-2')]).toEqual([
    'ok',
    'revoked',
    'ok',
  ]);
  expect(await Promise.all(['k-1', 'k-2'].map((id) => new ApiKeys(other.redis).isRevoked(id)))).toEqual([
    true,
    true,
  ]);
  expect(await revoked()).toEqual(['k-1', `${expiry}`, 'k-2', 'inf']);
});

test('one of several simultaneous revocations succeeds', async () => {
  await new ApiKeys(here.redis).create(newKey('k-1'));
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => new ApiKeys(index % 2 ? here.redis : other.redis).revoke('k-1')),
  );
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
});

test('a write removes keys whose token expired a day ago from the revoked set and the list', async () => {
  const store = new ApiKeys(here.redis);
  const longExpired = new Date(Date.now() - day - 2000);
  const justExpired = new Date(Date.now() - day + 60_000);
  for (const [id, expiresAt] of [
    ['k-1', longExpired],
    ['k-2', justExpired],
    ['k-3', null],
  ] as const) {
    await store.create(newKey(id, { expiresAt }));
    await here.redis.zadd(
      keys.revokedKeys(),
      expiresAt === null ? '+inf' : Math.floor(expiresAt.getTime() / 1000),
      id,
    );
  }
  await store.create(newKey('k-4'));
  expect(await here.redis.zrange(keys.revokedKeys(), 0, -1)).toEqual(['k-2', 'k-3']);
  expect((await store.list()).map(({ keyId }) => keyId).sort()).toEqual(['k-2', 'k-3', 'k-4']);
});

test('a rotation without overlap revokes the key at once', async () => {
  const store = new ApiKeys(here.redis);
  await store.create(newKey('k-1'));
  expect(await store.rotate('k-1', 0, newKey('k-2'))).toBe('ok');
  expect([await store.isRevoked('k-1'), await store.isRevoked('k-2')]).toEqual([true, false]);
});

test('after a rotation with overlap the old key is valid until then, in every process', async () => {
  const store = new ApiKeys(here.redis);
  await store.create(newKey('k-1'));
  expect(await store.rotate('k-1', 60_000, newKey('k-2'))).toBe('ok');
  const at = (offsetMs: number) => new ApiKeys(other.redis, () => Date.now() + offsetMs);
  expect([
    await at(0).isRevoked('k-1'),
    await at(59_000).isRevoked('k-1'),
    await at(61_000).isRevoked('k-1'),
  ]).toEqual([false, false, true]);
  expect([(await at(0).get('k-1'))?.isRevoked, (await at(61_000).get('k-1'))?.isRevoked]).toEqual([
    false,
    true,
  ]);
});

test('of several keys those that are revoked are found at once, also those whose overlap is over', async () => {
  const store = new ApiKeys(here.redis);
  for (const keyId of ['k-1', 'k-2', 'k-3']) await store.create(newKey(keyId));
  await store.revoke('k-1');
  await store.rotate('k-2', 60_000, newKey('k-4'));
  await store.revoke('k-unrecorded');
  const ids = ['k-3', 'k-1', 'k-2', 'k-4', 'k-unrecorded', 'k-unknown'];
  const later = new ApiKeys(other.redis, () => Date.now() + 61_000);
  expect([await store.revokedOf(ids), await later.revokedOf(ids), await store.revokedOf([])]).toEqual([
    ['k-1', 'k-unrecorded'],
    ['k-1', 'k-2', 'k-unrecorded'],
    [],
  ]);
});

test('a key with a successor gets no second one, and can be revoked earlier', async () => {
  const store = new ApiKeys(here.redis);
  await store.create(newKey('k-1'));
  await store.rotate('k-1', 60_000, newKey('k-2'));
  expect(await store.rotate('k-1', 60_000, newKey('k-3'))).toBe('revoked');
  expect(await store.get('k-3')).toBeNull();
  expect([await store.revoke('k-1'), await store.isRevoked('k-1'), await store.revoke('k-1')]).toEqual([
    'ok',
    true,
    'revoked',
  ]);
});

test('one of several simultaneous rotations makes a key', async () => {
  await new ApiKeys(here.redis).create(newKey('k-0'));
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      new ApiKeys(index % 2 ? here.redis : other.redis).rotate('k-0', 1000, newKey(`k-${index + 1}`)),
    ),
  );
  expect(await new ApiKeys(here.redis).list()).toHaveLength(2);
});

test('a revoked key cannot be rotated', async () => {
  const store = new ApiKeys(here.redis);
  await store.create(newKey('k-1'));
  await store.revoke('k-1');
  expect(await store.rotate('k-1', 0, newKey('k-2'))).toBe('revoked');
});
