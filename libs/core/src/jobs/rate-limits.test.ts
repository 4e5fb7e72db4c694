import { randomUUID } from 'node:crypto';
import { keys, type NewJob, type SubmitOutcome } from '../index.js';
import { Secret } from '../secrecy/secret.js';
import { submission, useTestJobs } from '../testing/index.js';

const here = useTestJobs({
  settings: {
    RATE_LIMIT_ENABLED: 'true',
    RATE_LIMIT_PER_CALLER: '10',
    RATE_LIMIT_PER_CALLER_DEVICE: '4',
    RATE_LIMIT_WINDOW: '60',
  },
  contexts: ['default', 'branch'],
  isFlushed: true,
});

const push = (host: string, owner = 'owner-a'): ReturnType<typeof submission> =>
  submission({ owner: [owner], request: { kind: 'send-config', host } });
const submit = (host: string, owner?: string): Promise<SubmitOutcome> => here.jobs.submit(push(host, owner));
const newJob = (host: string): NewJob => push(host);

/** Makes all jobs that a limit has counted older. */
async function age(name: string, ms: number): Promise<void> {
  const entries = await here.redis.zrange(keys.rate(name), 0, -1, 'WITHSCORES');
  for (let at = 0; at < entries.length; at += 2) {
    await here.redis.zadd(keys.rate(name), Number(entries[at + 1]) - ms, entries[at] ?? '');
  }
}

test('a caller may submit as many jobs as the limit, and a refusal has the time to wait', async () => {
  for (let count = 0; count < 10; count++) {
    expect(await submit(`192.0.2.${count}`)).toMatchObject({
      outcome: 'accepted',
      rate: { limit: count < 6 ? 4 : 10 },
    });
  }
  const refused = await submit('192.0.2.99');
  expect(refused).toMatchObject({ outcome: 'RATE_LIMITED', rate: { limit: 10, remaining: 0 } });
  expect('retryAfterMs' in refused && refused.retryAfterMs).toBeGreaterThan(55_000);
  expect(await submit('192.0.2.1', 'owner-b')).toMatchObject({ outcome: 'accepted' });
});

test('a device has a limit of its own for each caller', async () => {
  for (let count = 0; count < 4; count++) {
    expect(await submit('192.0.2.1')).toMatchObject({
      outcome: 'accepted',
      rate: { limit: 4, remaining: 3 - count },
    });
  }
  expect(await submit('192.0.2.1')).toMatchObject({
    outcome: 'RATE_LIMITED',
    rate: { limit: 4, remaining: 0 },
  });
  expect(await submit('192.0.2.2')).toMatchObject({ outcome: 'accepted' });
  expect(await submit('192.0.2.1', 'owner-b')).toMatchObject({ outcome: 'accepted' });
});

test('the window slides: never more than the limit within any 60 seconds', async () => {
  for (let count = 0; count < 5; count++) await submit(`192.0.2.${count}`);
  await age('caller:owner-a', 40_000);
  for (let count = 5; count < 10; count++) {
    expect(await submit(`192.0.2.${count}`)).toMatchObject({ outcome: 'accepted' });
  }
  const refused = await submit('192.0.2.20');
  expect(refused).toMatchObject({ outcome: 'RATE_LIMITED' });
  expect('retryAfterMs' in refused && refused.retryAfterMs).toBeLessThanOrEqual(20_000);
  await age('caller:owner-a', 20_000);
  const outcomes = await Promise.all(
    Array.from({ length: 11 }, (_, index) => submit(`192.0.2.${30 + index}`)),
  );
  expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(5);
});

test('a refused job does not count', async () => {
  for (let count = 0; count < 4; count++) await submit('192.0.2.1');
  for (let count = 0; count < 20; count++) await submit('192.0.2.1');
  expect(await here.redis.zcard(keys.rate('caller:owner-a'))).toBe(4);
  expect(
    await here.jobs.submit(
      submission({ request: { kind: 'send-config', host: '192.0.2.5', context: 'unserved' } }),
    ),
  ).toMatchObject({ outcome: 'NO_WORKERS' });
  expect(await here.redis.zcard(keys.rate('caller:owner-a'))).toBe(4);
});

test('an idempotent submit counts, and is answered even above the limit', async () => {
  const job = submission({ idempotencyKey: 'once', request: { kind: 'send-config', host: '192.0.2.1' } });
  for (let count = 0; count < 6; count++) {
    expect(await here.jobs.submit({ ...job, jobId: randomUUID() })).toMatchObject({
      outcome: count === 0 ? 'accepted' : 'idempotent',
    });
  }
  expect(await here.redis.zcard(keys.rate('caller:owner-a'))).toBe(6);
  expect(await submit('192.0.2.1')).toMatchObject({ outcome: 'RATE_LIMITED', rate: { limit: 4 } });
});

test('nothing is counted for exempt callers and with limits disabled', async () => {
  for (let count = 0; count < 12; count++) {
    expect(await here.jobs.submit({ ...push('192.0.2.1'), isExempt: true })).toMatchObject({
      outcome: 'accepted',
      rate: null,
    });
  }
  const free = here.open({ RATE_LIMIT_ENABLED: 'false' });
  expect(await free.jobs.submit(push('192.0.2.1'))).toMatchObject({ outcome: 'accepted', rate: null });
  expect(await here.redis.keys('naas:rate:*')).toEqual([]);
});

test('a batch counts once for each device, and is accepted whole or not at all', async () => {
  const batch = (hosts: readonly string[]) => ({
    batchId: randomUUID(),
    owner: ['owner-a'] as const,
    idempotencyKey: null,
    jobs: hosts.map(newJob),
  });
  const hosts = Array.from({ length: 7 }, (_, index) => `192.0.2.${index}`);
  expect(await here.jobs.submitBatch(batch(hosts))).toMatchObject({ outcome: 'accepted' });
  expect(await here.jobs.submitBatch(batch(hosts.slice(0, 4)))).toMatchObject({
    outcome: 'RATE_LIMITED',
    rate: { limit: 10, remaining: 3 },
  });
  expect(await here.redis.zcard(keys.index('all'))).toBe(7);
  expect(await here.jobs.submitBatch(batch(hosts.slice(0, 3)))).toMatchObject({ outcome: 'accepted' });
});

describe('lockouts', () => {
  const fail = async (
    code: 'AUTH_FAILURE' | 'CONNECTION_TIMEOUT' | 'CONFIG_REJECTED',
    username = 'admin',
    { host = '192.0.2.1', password = 'lab-password' } = {},
  ): Promise<void> => {
    const job = submission({
      request: { kind: 'send-command', host, commands: [randomUUID()] },
      credentials: { username, password: new Secret(password) },
    });
    await here.jobs.submit({ ...job, isExempt: true });
    const entry = (await here.redis.lrange(keys.queueWaiting('default'), 0, 0))[0] ?? '';
    const claim = await here.jobs.claim(entry, 'w');
    if (claim.outcome !== 'run') throw new Error(`not claimed: ${claim.outcome}`);
    await here.jobs.finish(claim.job, { status: 'failed', code, message: 'x' });
  };
  const submitAs = (username = 'admin', { host = '192.0.2.1', password = 'lab-password' } = {}) =>
    here.jobs.submit({
      ...submission({
        request: { kind: 'send-config', host },
        credentials: { username, password: new Secret(password) },
      }),
      isExempt: true,
    });

  test('a user is locked out of a device that refused the login 10 times, and of no other', async () => {
    for (let count = 0; count < 9; count++) await fail('AUTH_FAILURE');
    expect(await submitAs()).toMatchObject({ outcome: 'accepted' });
    await fail('AUTH_FAILURE');
    expect(await submitAs()).toMatchObject({ outcome: 'LOCKED_OUT', subject: 'user', index: 0 });
    expect(await submitAs('other')).toMatchObject({ outcome: 'accepted' });
    expect(await submitAs('admin', { host: '192.0.2.2' })).toMatchObject({ outcome: 'accepted' });
  });

  test('a device that was not reached 10 times is locked for all users for 10 minutes', async () => {
    for (let count = 0; count < 10; count++) await fail('CONNECTION_TIMEOUT', `user-${count}`);
    const refused = await submitAs('another');
    expect(refused).toMatchObject({ outcome: 'LOCKED_OUT', subject: 'device' });
    expect('retryAfterMs' in refused && refused.retryAfterMs).toBeGreaterThan(590_000);
    const failures = keys.deviceFailures('default:192.0.2.1:22');
    const [first = ''] = await here.redis.zrange(failures, 0, 0);
    await here.redis.zadd(failures, Date.now() - 601_000, first);
    expect(await submitAs('another')).toMatchObject({ outcome: 'accepted' });
  });

  test('a successful login resets the count', async () => {
    for (let count = 0; count < 9; count++) await fail('AUTH_FAILURE');
    await fail('CONFIG_REJECTED');
    await fail('AUTH_FAILURE');
    expect(await submitAs()).toMatchObject({ outcome: 'accepted' });
  });

  test('wrong passwords lock no login that the device accepted, and its jobs do not end the lockout', async () => {
    await fail('CONFIG_REJECTED');
    for (let count = 0; count < 10; count++)
      await fail('AUTH_FAILURE', 'ADMIN', { password: `guess-${count}` });
    const guess = { password: 'guess-10' };
    expect(await submitAs('admin', guess)).toMatchObject({ outcome: 'LOCKED_OUT', subject: 'user' });
    expect(await submitAs()).toMatchObject({ outcome: 'accepted' });
    await fail('CONFIG_REJECTED');
    expect(await submitAs('admin', guess)).toMatchObject({ outcome: 'LOCKED_OUT', subject: 'user' });
  });

  test('a login that the device no longer accepts is locked out with the others', async () => {
    await fail('CONFIG_REJECTED');
    await fail('AUTH_FAILURE');
    for (let count = 0; count < 9; count++)
      await fail('AUTH_FAILURE', 'admin', { password: `guess-${count}` });
    expect(await submitAs()).toMatchObject({ outcome: 'LOCKED_OUT', subject: 'user' });
  });

  test('an accepted login is remembered for a day at that device, and by its keyed hash alone', async () => {
    await fail('CONFIG_REJECTED');
    const [name = ''] = await here.redis.keys('naas:lockout:accepted:*');
    expect(await here.redis.pttl(name)).toBeGreaterThan(86_000_000);
    expect(name).toMatch(/^naas:lockout:accepted:default:192\.0\.2\.1:22:[\w-]{43}$/);
  });
});
