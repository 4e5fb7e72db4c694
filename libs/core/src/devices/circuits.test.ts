import { listCircuits } from './circuit-list.js';
import {
  enterCircuit,
  leaveCircuit,
  type CircuitAnswer,
  type CircuitLimits,
  type Reach,
} from './circuits.js';
import { keys } from '../index.js';
import { openJobs, startTestRedis, type TestJobs, type TestRedis } from '../testing/index.js';

let server: TestRedis;
let here: TestJobs;
const limits: CircuitLimits = { threshold: 5, openMs: 300_000, probeMs: 20_000 };
const target = { context: 'default', host: '2001:db8::1', port: 22 };

beforeAll(async () => {
  server = await startTestRedis();
  here = openJobs(server.url);
});
beforeEach(() => here.redis.flushall());
afterAll(async () => {
  await here.close();
  await server.close();
});

const enter = (token: string): Promise<CircuitAnswer> =>
  enterCircuit(here.redis, { ...target, token }, limits);
const leave = (token: string, reach: Reach): Promise<string> =>
  leaveCircuit(here.redis, { ...target, token }, reach, limits);
const timePasses = (): Promise<number> =>
  here.redis.hset(keys.circuit(target.context, target.host, `${target.port}`), 'retry_at', Date.now() - 1);
async function open(): Promise<void> {
  for (let count = 0; count < 5; count++)
    expect(await leave(`t${count}`, 'unreached')).toBe(count === 4 ? 'opened' : 'same');
}

test('five failures in a row open it, and say for how long', async () => {
  expect(await enter('a')).toEqual({ may: 'go' });
  await open();
  const answer = await enter('b');
  expect(answer).toMatchObject({ may: 'not' });
  expect('retryMs' in answer && answer.retryMs).toBeGreaterThan(299_000);
  expect(await listCircuits(here.redis, ['default'], Date.now())).toMatchObject([
    { ...target, state: 'open', failures: 5 },
  ]);
});

test('a success in between begins the count anew, and other devices are not concerned', async () => {
  for (let count = 0; count < 4; count++) await leave('a', 'unreached');
  expect(await leave('a', 'reached')).toBe('same');
  for (let count = 0; count < 4; count++) await leave('a', 'unreached');
  expect(await enter('a')).toEqual({ may: 'go' });
  await leave('a', 'unreached');
  expect(await enterCircuit(here.redis, { ...target, port: 23, token: 'b' }, limits)).toEqual({ may: 'go' });
  expect(await enterCircuit(here.redis, { ...target, context: 'branch', token: 'b' }, limits)).toEqual({
    may: 'go',
  });
});

test('after its time exactly one of all may try; success closes it for all', async () => {
  await open();
  await timePasses();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => enter(`p${index}`)));
  expect(answers.map(({ may }) => may).sort()).toEqual([...Array.from({ length: 19 }, () => 'not'), 'probe']);
  const prober = `p${answers.findIndex(({ may }) => may === 'probe')}`;
  expect(await leave(prober, 'reached')).toBe('closed');
  expect(await enter('x')).toEqual({ may: 'go' });
  expect(await here.redis.smembers(keys.circuits())).toEqual([]);
});

test('a probe that fails opens it again', async () => {
  await open();
  await timePasses();
  await enter('p');
  expect(await leave('p', 'unreached')).toBe('same');
  expect(await enter('x')).toMatchObject({ may: 'not' });
});

test('a probe that was broken off lets the next one try; one that died does after its time', async () => {
  await open();
  await timePasses();
  await enter('p');
  await leave('p', 'unknown');
  expect(await enter('q')).toEqual({ may: 'probe' });
  expect(await enter('r')).toMatchObject({ may: 'not' });
  await here.redis.hset(
    keys.circuit(target.context, target.host, `${target.port}`),
    'probe_until',
    Date.now() - 1,
  );
  expect(await enter('r')).toEqual({ may: 'probe' });
});

test('a run that began before it opened does not keep it open longer', async () => {
  await open();
  const before = await here.redis.hget(
    keys.circuit(target.context, target.host, `${target.port}`),
    'retry_at',
  );
  expect(await leave('late', 'unreached')).toBe('same');
  expect(await here.redis.hget(keys.circuit(target.context, target.host, `${target.port}`), 'retry_at')).toBe(
    before,
  );
});
