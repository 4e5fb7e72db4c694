import { useTestJobs } from '../testing/index.js';
import type { Device } from './device.js';
import { forgetHostKey, forgetHostKeys, listHostKeys, pinHostKey, readHostKey } from './host-keys.js';

const here = useTestJobs();

const device = (context: string, host = 'r1', port = 22): Device => ({ context, host, port });
const read = (one: Device) => readHostKey(here.redis, one);
const pin = (one: Device, fingerprint: string) => pinHostKey(here.redis, { ...one, fingerprint });

test('a device has no key until one is pinned', async () => {
  expect(await read(device('a'))).toBeUndefined();
  expect(await pin(device('a'), 'SHA256:one')).toEqual({ fingerprint: 'SHA256:one', isNew: true });
  expect(await read(device('a'))).toBe('SHA256:one');
});

test('when several workers pin at once, the first wins and all get its key', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => pin(device('b'), `SHA256:${index}`)),
  );
  expect(new Set(answers.map(({ fingerprint }) => fingerprint))).toEqual(new Set(['SHA256:0']));
  expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test('context, host and port distinguish devices, IPv6 addresses too', async () => {
  await pin(device('c', '::1'), 'SHA256:six');
  await pin(device('c'), 'SHA256:r1');
  expect(
    await Promise.all([
      read(device('c', '::1')),
      read(device('c')),
      read(device('c', 'r1', 2222)),
      read(device('d')),
    ]),
  ).toEqual(['SHA256:six', 'SHA256:r1', undefined, undefined]);
});

test('all keys of a context are listed, by host and port', async () => {
  for (const [host, port] of [
    ['r2', 22],
    ['2001:db8::1', 830],
    ['r1', 2222],
    ['r1', 22],
  ] as const) {
    await pin(device('e', host, port), `SHA256:${port}`);
  }
  expect(await listHostKeys(here.redis, 'e')).toEqual([
    { context: 'e', host: '2001:db8::1', port: 830, fingerprint: 'SHA256:830' },
    { context: 'e', host: 'r1', port: 22, fingerprint: 'SHA256:22' },
    { context: 'e', host: 'r1', port: 2222, fingerprint: 'SHA256:2222' },
    { context: 'e', host: 'r2', port: 22, fingerprint: 'SHA256:22' },
  ]);
  expect(await listHostKeys(here.redis, 'f')).toEqual([]);
});

test('a key is removed once, and all keys of a context together', async () => {
  await pin(device('g'), 'SHA256:old');
  await pin(device('g', 'r2'), 'SHA256:r2');
  expect([
    await forgetHostKey(here.redis, device('g')),
    await forgetHostKey(here.redis, device('g')),
    await forgetHostKey(here.redis, device('h', 'r2')),
  ]).toEqual([true, false, false]);
  expect([await read(device('g')), await read(device('g', 'r2'))]).toEqual([undefined, 'SHA256:r2']);
  await forgetHostKeys(here.redis, 'g');
  expect(await listHostKeys(here.redis, 'g')).toEqual([]);
});
