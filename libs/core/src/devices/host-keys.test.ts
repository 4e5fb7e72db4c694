import { keys } from '../keys.js';
import { KeyRing } from '../secrecy/key-ring.js';
import { useTestJobs } from '../testing/index.js';
import { deviceName, type Device } from './device.js';
import { forgetHostKey, forgetHostKeys, listHostKeys, pinHostKey, readHostKey } from './host-keys.js';

const here = useTestJobs();

const device = (context: string, host = 'r1', port = 22): Device => ({ context, host, port });
const read = async (one: Device) => (await readHostKey(here, one))?.fingerprint;
const pin = (one: Device, fingerprint: string) => pinHostKey(here, { ...one, fingerprint });

test('a device has no key until one is pinned', async () => {
  expect(await read(device('a'))).toBeUndefined();
  expect(await pin(device('a'), 'SHA256:one')).toEqual({
    fingerprint: 'SHA256:one',
    isTrusted: true,
    isNew: true,
  });
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
  expect(await listHostKeys(here, 'e')).toEqual([
    { context: 'e', host: '2001:db8::1', port: 830, fingerprint: 'SHA256:830' },
    { context: 'e', host: 'r1', port: 22, fingerprint: 'SHA256:22' },
    { context: 'e', host: 'r1', port: 2222, fingerprint: 'SHA256:2222' },
    { context: 'e', host: 'r2', port: 22, fingerprint: 'SHA256:22' },
  ]);
  expect(await listHostKeys(here, 'f')).toEqual([]);
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
  expect(await listHostKeys(here, 'g')).toEqual([]);
});

describe('a pin that a writer of Redis without our keys has written', () => {
  const put = (one: Device, stored: string) =>
    here.redis.hset(keys.hostKeys(one.context), deviceName(one), stored);
  const storedOf = async (one: Device) =>
    (await here.redis.hget(keys.hostKeys(one.context), deviceName(one))) ?? '';

  test.each(['SHA256:evil', 'SHA256:evil AAAA', 'SHA256:evil ', ''])(
    '%j is not trusted, not listed and not replaced by the next key',
    async (stored) => {
      await put(device('i'), stored);
      expect(await readHostKey(here, device('i'))).toMatchObject({ isTrusted: false });
      expect(await pin(device('i'), 'SHA256:next')).toMatchObject({ isTrusted: false, isNew: false });
      expect([await listHostKeys(here, 'i'), await storedOf(device('i'))]).toEqual([[], stored]);
    },
  );

  test('is not trusted when only its MAC was removed', async () => {
    await pin(device('j'), 'SHA256:one');
    await put(device('j'), 'SHA256:one');
    expect(await readHostKey(here, device('j'))).toMatchObject({ isTrusted: false });
  });

  test('is not trusted when it is that of another device or context', async () => {
    await pin(device('k', 'r1'), 'SHA256:one');
    const others = [device('k', 'r2'), device('k', 'r1', 2222), device('l', 'r1')];
    for (const other of others) await put(other, await storedOf(device('k', 'r1')));
    for (const other of others) expect(await readHostKey(here, other)).toMatchObject({ isTrusted: false });
    expect(await read(device('k', 'r1'))).toBe('SHA256:one');
  });

  test('can be removed', async () => {
    await put(device('m'), 'SHA256:evil');
    expect(await forgetHostKey(here.redis, device('m'))).toBe(true);
    expect(await pin(device('m'), 'SHA256:new')).toMatchObject({ isTrusted: true, isNew: true });
  });
});

describe('when NAAS_ENCRYPTION_KEY changes', () => {
  const [oldKey, newKey] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
  const withKeys = (setting: string) => ({ redis: here.redis, keyRing: new KeyRing(setting) });
  const before = () => withKeys(`${oldKey}`);
  const during = () => withKeys(`${newKey},${oldKey}`);
  const after = () => withKeys(`${newKey}`);

  test.each([
    ['read', () => readHostKey(during(), device('n'))],
    ['compared', () => pinHostKey(during(), { ...device('n'), fingerprint: 'SHA256:x' })],
    ['listed', () => listHostKeys(during(), 'n')],
  ])('a pin %s while both keys are there is trusted, also after the old one was removed', async (_, use) => {
    await forgetHostKeys(here.redis, 'n');
    await pinHostKey(before(), { ...device('n'), fingerprint: 'SHA256:n' });
    await use();
    expect(await readHostKey(after(), device('n'))).toEqual({ fingerprint: 'SHA256:n', isTrusted: true });
  });

  test('a pin that nobody has looked at meanwhile is no longer trusted', async () => {
    await pinHostKey(before(), { ...device('o'), fingerprint: 'SHA256:o' });
    expect(await readHostKey(after(), device('o'))).toMatchObject({ isTrusted: false });
  });
});
