import { PinnedHostKeys } from './host-keys.js';
import { openJobs, startTestRedis, type TestJobs, type TestRedis } from '../testing/index.js';

let server: TestRedis;
let here: TestJobs;

beforeAll(async () => {
  server = await startTestRedis();
  here = openJobs(server.url);
});
afterAll(async () => {
  await here.close();
  await server.close();
});

const pins = (context: string) => new PinnedHostKeys(here.redis, context);

test('a device has no key until one is pinned, and then that one', async () => {
  expect(await pins('a').get('r1', 22)).toBeUndefined();
  expect(await pins('a').pin('r1', 22, 'SHA256:one')).toBe('SHA256:one');
  expect(await pins('a').get('r1', 22)).toBe('SHA256:one');
});

test('of workers that pin at once, the first wins and all are told its key', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => pins('b').pin('r1', 22, `SHA256:${index}`)),
  );
  expect(new Set(answers)).toEqual(new Set(['SHA256:0']));
});

test('context, host and port tell devices apart, IPv6 addresses too', async () => {
  await pins('c').pin('::1', 22, 'SHA256:six');
  await pins('c').pin('r1', 22, 'SHA256:r1');
  expect(
    await Promise.all([
      pins('c').get('::1', 22),
      pins('c').get('r1', 22),
      pins('c').get('r1', 2222),
      pins('d').get('r1', 22),
    ]),
  ).toEqual(['SHA256:six', 'SHA256:r1', undefined, undefined]);
});

test('all pins of a context are listed by host and port', async () => {
  for (const [host, port] of [
    ['r2', 22],
    ['2001:db8::1', 830],
    ['r1', 2222],
    ['r1', 22],
  ] as const)
    await pins('e').pin(host, port, `SHA256:${port}`);
  expect(await pins('e').list()).toEqual([
    { host: '2001:db8::1', port: 830, fingerprint: 'SHA256:830' },
    { host: 'r1', port: 22, fingerprint: 'SHA256:22' },
    { host: 'r1', port: 2222, fingerprint: 'SHA256:2222' },
    { host: 'r2', port: 22, fingerprint: 'SHA256:22' },
  ]);
  expect(await pins('f').list()).toEqual([]);
});

test('a forgotten pin is gone, once, and no other is', async () => {
  await pins('g').pin('r1', 22, 'SHA256:old');
  await pins('g').pin('r2', 22, 'SHA256:r2');
  expect([
    await pins('g').forget('r1', 22),
    await pins('g').forget('r1', 22),
    await pins('h').forget('r2', 22),
  ]).toEqual([true, false, false]);
  expect([await pins('g').get('r1', 22), await pins('g').get('r2', 22)]).toEqual([undefined, 'SHA256:r2']);
  await pins('g').forgetAll();
  expect(await pins('g').list()).toEqual([]);
});
