import { canonicalHost, isDeviceHost } from './host.js';

test.each([
  '192.0.2.1',
  '2001:db8::1',
  '::1',
  'fe80::1%eth0',
  'r1',
  'R1.example.net',
  'xn--bcher-kva.example',
  '3com',
  '1-2.lab',
  'r1.',
  `${'a'.repeat(63)}.net`,
])('%s is a host', (text) => {
  expect(isDeviceHost(text)).toBe(true);
});

test.each([
  '',
  '192.0.2',
  '192.0.2.256',
  '010.0.0.1',
  '1',
  '0x7f000001',
  'a.0x7f',
  '.r1',
  'r1..',
  '::ffff:127.0.0.1%eth0',
  '2001:db8::1%eth0',
  'r1..net',
  '-r1',
  'r1-',
  'r_1',
  'r 1',
  'r1\n',
  'r1/24',
  '[::1]',
  'router:22',
  `${'a'.repeat(64)}.net`,
  'bücher.example',
  Array(64).fill('abcd').join('.'),
])('%j is not a host', (text) => {
  expect(isDeviceHost(text)).toBe(false);
});

test.each([
  ['R1.Example.NET', 'r1.example.net'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['FE80::1%eth0', 'fe80::1%eth0'],
  ['r1.example.net.', 'r1.example.net'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:c000:0201', '192.0.2.1'],
])('%s is spelt %s', (given, spelt) => {
  expect(canonicalHost(given)).toBe(spelt);
});
