import { KeyRing, UnsealError } from './key-ring.js';
import { SettingsError } from '../settings/settings.js';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const ring = new KeyRing(key(1));

test.each(['', 'plain', 'schlüssel 🔑\n', 'x'.repeat(100_000)])(
  'a sealed text can be opened (%#)',
  (text) => {
    expect(ring.unseal(ring.seal(text, 'job-1'), 'job-1')).toBe(text);
  },
);

test('the same text is never sealed to the same bytes', () => {
  expect(ring.seal('x', 'job-1').equals(ring.seal('x', 'job-1'))).toBe(false);
});

test('a value copied to another job cannot be opened there', () => {
  expect(() => ring.unseal(ring.seal('x', 'job-1'), 'job-2')).toThrow(UnsealError);
});

test('a change of any byte is noticed', () => {
  const sealed = ring.seal('secret', 'job-1');
  for (let index = 0; index < sealed.length; index += 1) {
    const damaged = Buffer.from(sealed);
    damaged.writeUInt8(damaged.readUInt8(index) ^ 1, index);
    expect(() => ring.unseal(damaged, 'job-1')).toThrow(UnsealError);
  }
});

test.each([0, 1, 5, 32])('a value cut to %i bytes is refused', (length) => {
  expect(() => ring.unseal(ring.seal('secret', 'job-1').subarray(0, length), 'job-1')).toThrow(UnsealError);
});

test('the first key writes and every key reads', () => {
  const old = ring.seal('x', 'job-1');
  const rotated = new KeyRing(`${key(2)}, ${key(1)}`);
  expect(rotated.unseal(old, 'job-1')).toBe('x');
  expect(new KeyRing(key(2)).unseal(rotated.seal('y', 'job-1'), 'job-1')).toBe('y');
  expect(() => ring.unseal(rotated.seal('y', 'job-1'), 'job-1')).toThrow(/not in NAAS_ENCRYPTION_KEY/);
});

describe('a MAC', () => {
  const rotated = new KeyRing(`${key(2)},${key(1)}`);

  test('is valid for its text under every key of the list, and of unknown key after its removal', () => {
    const old = ring.mac('job 1');
    expect([ring, rotated, new KeyRing(key(2))].map((one) => one.check('job 1', old))).toEqual([
      'valid',
      'valid',
      'unknown key',
    ]);
    expect(ring.check('job 1', rotated.mac('job 1'))).toBe('unknown key');
  });

  test('is forged for another text, and when any byte of the code was changed or is missing', () => {
    const mac = ring.mac('job 1');
    expect(ring.check('job 2', mac)).toBe('forged');
    const bytes = Buffer.from(mac, 'base64url');
    for (let index = 4; index < bytes.length; index += 1) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(index) ^ 1, index);
      expect(ring.check('job 1', damaged.toString('base64url'))).toBe('forged');
      expect(ring.check('job 1', bytes.subarray(0, index).toString('base64url'))).toBe('forged');
    }
  });

  test.each(['', 'AAAA', 'no mac at all'])('%j is forged', (mac) => {
    expect(ring.check('job 1', mac)).toBe('forged');
  });
});

test('hashes are equal for equal texts, one for each key, and different under another key', () => {
  const rotated = new KeyRing(`${key(2)},${key(1)}`);
  expect(ring.hashes('admin')).toEqual(ring.hashes('admin'));
  expect(ring.hashes('admin')).not.toEqual(ring.hashes('Admin'));
  expect(rotated.hashes('admin')).toHaveLength(2);
  expect(rotated.hashes('admin')[1]).toBe(ring.hashes('admin')[0]);
  expect(new Set(rotated.hashes('admin')).size).toBe(2);
});

test.each([
  ['nothing', ''],
  ['only commas', ' , '],
  ['31 bytes', Buffer.alloc(31).toString('base64')],
  ['33 bytes', Buffer.alloc(33).toString('base64')],
  ['no base64', `${'!'.repeat(43)}=`],
  ['a good key and a bad one', `${key(1)},short`],
])('%s is refused in one sentence that shows no key', (_, setting) => {
  expect(() => new KeyRing(setting)).toThrow(SettingsError);
  expect(() => new KeyRing(setting)).toThrow(/^NAAS_ENCRYPTION_KEY[^\n]*openssl rand -base64 32[^\n]*$/);
  if (setting !== '') expect(() => new KeyRing(setting)).not.toThrow(setting);
});
