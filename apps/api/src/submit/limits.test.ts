import { randomUUID } from 'node:crypto';
import { keys } from '@naas/core';
import { commandBody } from '../testing/bodies.js';
import { startTestApi, type TestApi } from '../testing/start-test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    RATE_LIMIT_ENABLED: 'true',
    RATE_LIMIT_PER_CALLER: '3',
    RATE_LIMIT_PER_CALLER_DEVICE: '10',
  });
});
afterAll(() => api.close());

const ask = (as: string, host = '192.0.2.1') =>
  api.ask('/v2/send-command', { as, json: { ...commandBody, host, commands: [`show ${randomUUID()}`] } });
const batch = (as: string, count: number) =>
  api.ask('/v2/send-command/batch', {
    as,
    json: {
      commands: ['show clock'],
      devices: Array.from({ length: count }, (_, index) => ({ host: `192.0.2.${index + 1}` })),
    },
  });
const limitsOf = (headers: Headers) =>
  ['limit', 'remaining'].map((name) => headers.get(`x-ratelimit-${name}`));
const secondsOf = (headers: Headers, name: string): number => Number(headers.get(name) ?? NaN);

test('202 has the remaining number of jobs; 429 has Retry-After and does not count', async () => {
  for (const left of ['2', '1', '0']) {
    const { status, headers } = await ask('anna:a');
    expect([status, ...limitsOf(headers)]).toEqual([202, '3', left]);
  }
  const { status, headers, json } = await ask('anna:a');
  expect([status, json['code'], ...limitsOf(headers)]).toEqual([429, 'RATE_LIMITED', '3', '0']);
  for (const name of ['retry-after', 'x-ratelimit-reset']) {
    expect(secondsOf(headers, name)).toBeGreaterThan(50);
    expect(secondsOf(headers, name)).toBeLessThanOrEqual(60);
  }
  expect((await ask('bert:b')).status).toBe(202);
});

test('a batch is limited as a whole', async () => {
  const refused = await batch('carl:c', 4);
  expect([refused.status, ...limitsOf(refused.headers)]).toEqual([429, '3', '3']);
  const accepted = await batch('carl:c', 3);
  expect([accepted.status, ...limitsOf(accepted.headers)]).toEqual([202, '3', '0']);
});

test('403 LOCKED_OUT says which device and user, and for how long', async () => {
  const now = Date.now();
  const failures = Array.from({ length: 10 }, (_, index) => [now, `job-${index}`] as const).flat();
  await api.worker.redis.zadd(keys.deviceFailures('default:192.0.2.77:22'), ...failures);
  const { status, headers, json } = await ask('dora:d', '192.0.2.77');
  expect([status, json['code']]).toEqual([403, 'LOCKED_OUT']);
  expect(json['error']).toMatch(
    new RegExp(
      '^The device 192\\.0\\.2\\.77 port 22 could not be reached 10 times within 10 minutes; ' +
        'fix the cause and try again in \\d+ s\\.$',
    ),
  );
  expect(secondsOf(headers, 'retry-after')).toBeGreaterThan(590);
});
