import { PinnedHostKeys } from './host-keys.js';
import { openJobs, startTestRedis, type TestJobs, type TestRedis } from './testing/index.js';

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
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => pins('b').pin('r1', 22, `SHA256:${index}`)));
  expect(new Set(answers)).toEqual(new Set(['SHA256:0']));
});

test('context, host and port tell devices apart, IPv6 addresses too', async () => {
  await pins('c').pin('::1', 22, 'SHA256:six');
  await pins('c').pin('r1', 22, 'SHA256:r1');
  expect(await Promise.all([pins('c').get('::1', 22), pins('c').get('r1', 22), pins('c').get('r1', 2222), pins('d').get('r1', 22)])).toEqual(['SHA256:six', 'SHA256:r1', undefined, undefined]);
});
