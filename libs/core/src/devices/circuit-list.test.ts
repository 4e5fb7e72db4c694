import { listCircuits, readCircuit, resetCircuits } from './circuit-list.js';
import { deviceName, type Device } from './device.js';
import { keys } from '../keys.js';
import { useTestJobs } from '../testing/index.js';

const here = useTestJobs({ isFlushed: true });

/** Writes a circuit in the form described in keys.ts. */
async function write(device: Device, fields: Readonly<Record<string, number>>): Promise<void> {
  await here.redis.hset(keys.circuit(deviceName(device)), fields);
  await here.redis.sadd(keys.circuits(), deviceName(device));
}

const r1 = { context: 'default', host: 'r1', port: 22 };
const six = { context: 'branch', host: '2001:db8::1', port: 830 };
const [openedAt, retryAt] = [1_000_000, 1_300_000];

test('a circuit is closed, open until its retry time, and half open after it', async () => {
  await write(r1, { failures: 2 });
  expect(await readCircuit(here.redis, r1, openedAt)).toEqual({
    ...r1,
    state: 'closed',
    failures: 2,
    openedAt: null,
    retryAt: null,
  });
  await write(r1, { failures: 5, opened_at: openedAt, retry_at: retryAt });
  expect(await readCircuit(here.redis, r1, retryAt - 1)).toEqual({
    ...r1,
    state: 'open',
    failures: 5,
    openedAt: new Date(openedAt),
    retryAt: new Date(retryAt),
  });
  expect(await readCircuit(here.redis, r1, retryAt)).toMatchObject({ state: 'half_open' });
});

test('the circuits of the given contexts are listed in order, IPv6 hosts too', async () => {
  const r2 = { ...r1, host: 'r2' };
  for (const target of [r2, r1, six]) await write(target, { failures: 1 });
  expect(await listCircuits(here.redis, ['default', 'branch'], 0)).toMatchObject([six, r1, r2]);
  expect(await listCircuits(here.redis, ['branch'], 0)).toMatchObject([six]);
  expect(await listCircuits(here.redis, [], 0)).toEqual([]);
});

test('a device in the set without a record has no circuit', async () => {
  await here.redis.sadd(keys.circuits(), 'default:r1:22', 'nonsense');
  expect([await listCircuits(here.redis, ['default'], 0), await readCircuit(here.redis, r1, 0)]).toEqual([
    [],
    null,
  ]);
});

test('a reset removes the record of a circuit and its entry in the set, and no other', async () => {
  for (const target of [r1, six]) await write(target, { failures: 5 });
  expect([
    await resetCircuits(here.redis, [r1]),
    await resetCircuits(here.redis, [r1]),
    await resetCircuits(here.redis, []),
  ]).toEqual([1, 0, 0]);
  expect(await here.redis.smembers(keys.circuits())).toEqual(['branch:2001:db8::1:830']);
  expect(await listCircuits(here.redis, ['default', 'branch'], 0)).toMatchObject([six]);
});
