import { listCircuits } from './circuit-list.js';
import { admitAttempt, recordAttempt, type Admission, type CircuitLimits, type Reach } from './circuits.js';
import { deviceName } from './device.js';
import { keys } from '../index.js';
import { useTestJobs } from '../testing/index.js';

const here = useTestJobs({ isFlushed: true });
const limits: CircuitLimits = { threshold: 5, openMs: 300_000, probeMs: 20_000 };
const device = { context: 'default', host: '2001:db8::1', port: 22 };

const admit = (token: string): Promise<Admission> => admitAttempt(here.redis, { device, token }, limits);
const record = (token: string, reach: Reach): Promise<string> =>
  recordAttempt(here.redis, { device, token, reach }, limits);
const endOpenTime = (): Promise<number> =>
  here.redis.hset(keys.circuit(deviceName(device)), 'retry_at', Date.now() - 1);
async function open(): Promise<void> {
  for (let count = 0; count < 5; count++) {
    expect(await record(`t${count}`, 'unreached')).toBe(count === 4 ? 'opened' : 'same');
  }
}

test('five failures in a row open the circuit for openMs', async () => {
  expect(await admit('a')).toEqual({ may: 'go' });
  await open();
  const answer = await admit('b');
  expect(answer).toMatchObject({ may: 'not' });
  expect('retryMs' in answer && answer.retryMs).toBeGreaterThan(299_000);
  expect(await listCircuits(here.redis, ['default'], Date.now())).toMatchObject([
    { ...device, state: 'open', failures: 5 },
  ]);
});

test('a success resets the count, and other devices have counts of their own', async () => {
  for (let count = 0; count < 4; count++) await record('a', 'unreached');
  expect(await record('a', 'reached')).toBe('same');
  for (let count = 0; count < 4; count++) await record('a', 'unreached');
  expect(await admit('a')).toEqual({ may: 'go' });
  await record('a', 'unreached');
  expect(await admitAttempt(here.redis, { device: { ...device, port: 23 }, token: 'b' }, limits)).toEqual({
    may: 'go',
  });
  expect(
    await admitAttempt(here.redis, { device: { ...device, context: 'branch' }, token: 'b' }, limits),
  ).toEqual({
    may: 'go',
  });
});

test('after the open time exactly one worker may try, and its success closes the circuit for all', async () => {
  await open();
  await endOpenTime();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => admit(`p${index}`)));
  expect(answers.map(({ may }) => may).sort()).toEqual([...Array.from({ length: 19 }, () => 'not'), 'probe']);
  const prober = `p${answers.findIndex(({ may }) => may === 'probe')}`;
  expect(await record(prober, 'reached')).toBe('closed');
  expect(await admit('x')).toEqual({ may: 'go' });
  expect(await here.redis.smembers(keys.circuits())).toEqual([]);
});

test('a failed probe opens the circuit again', async () => {
  await open();
  await endOpenTime();
  await admit('p');
  expect(await record('p', 'unreached')).toBe('same');
  expect(await admit('x')).toMatchObject({ may: 'not' });
});

test('another worker may probe at once after an aborted probe, and after the time of a dead one', async () => {
  await open();
  await endOpenTime();
  await admit('p');
  await record('p', 'unknown');
  expect(await admit('q')).toEqual({ may: 'probe' });
  expect(await admit('r')).toMatchObject({ may: 'not' });
  await here.redis.hset(keys.circuit(deviceName(device)), 'probe_until', Date.now() - 1);
  expect(await admit('r')).toEqual({ may: 'probe' });
});

test('a run that began before the circuit opened does not keep it open longer', async () => {
  await open();
  const before = await here.redis.hget(keys.circuit(deviceName(device)), 'retry_at');
  expect(await record('late', 'unreached')).toBe('same');
  expect(await here.redis.hget(keys.circuit(deviceName(device)), 'retry_at')).toBe(before);
});
