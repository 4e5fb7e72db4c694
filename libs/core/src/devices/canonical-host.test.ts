import { canonicalHost } from './canonical-host.js';

/** Every way to write the last 32 bits of 127.0.0.1 in an address that maps it. */
const mappings = ['127.0.0.1', '7f00:1', '7F00:0001', '7f00:01', '7F00:1'];
const prefixes = [
  '::ffff:',
  '::FFFF:',
  '0:0:0:0:0:ffff:',
  '0000:0000:0000:0000:0000:ffff:',
  '::0:ffff:',
  '0::ffff:',
  '0:0::ffff:',
];

test('every spelling of a mapped IPv4 address is the IPv4 address', () => {
  const spellings = prefixes.flatMap((prefix) => mappings.map((last) => `${prefix}${last}`));
  expect(spellings.length).toBeGreaterThan(30);
  expect(new Set(spellings.map(canonicalHost))).toEqual(new Set(['127.0.0.1']));
});

test('every spelling of an IPv6 address is the compressed one in lower case', () => {
  const spellings = [
    '2001:db8::1',
    '2001:DB8::1',
    '2001:0db8::0001',
    '2001:db8:0:0:0:0:0:1',
    '2001:db8::0:1',
  ];
  expect(new Set(spellings.map(canonicalHost))).toEqual(new Set(['2001:db8::1']));
});

test.each([
  ['R1.Example.NET', 'r1.example.net'],
  ['r1.example.net.', 'r1.example.net'],
  ['192.0.2.1', '192.0.2.1'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['FE80::0001%eth0.100', 'fe80::1%eth0.100'],
  ['1.example', '1.example'],
])('%s is %s', (text, host) => {
  expect(canonicalHost(text)).toBe(host);
});

test.each([
  '::ffff:127.0.0.1%anything',
  '2001:db8::1%eth0',
  'fe80::1%',
  'fe80::1%eth0%eth1',
  'fe80::1%a/b',
  'fe80::1%interface-longer',
  '127.1',
  '0x7f.1',
  '2130706433',
  '0177.0.0.1',
  '127.0.0.01',
  '1.2.3.4.5',
  '127.0.0.1.',
  'r1..example',
  '.r1',
  '-r1',
  'r1_a',
  '',
  '.',
  '[::1]',
  'r1:22',
  'a'.repeat(64),
  'r1 ',
  'r1\u0000',
])('%j is not a host', (text) => {
  expect(canonicalHost(text)).toBeNull();
});
