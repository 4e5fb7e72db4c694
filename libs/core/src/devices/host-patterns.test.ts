import { HostPatterns, isHostPattern } from './host-patterns.js';

test.each([
  ['*', 'r1'],
  ['*', '2001:db8::1'],
  ['*.lab.example.net', 'r1.lab.example.net'],
  ['edge-*.example.net', 'edge-12.example.net'],
  ['R1.example.net', 'r1.EXAMPLE.net'],
  ['r1.example.net.', 'r1.example.net'],
  ['192.0.2.*', '192.0.2.77'],
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.0/24', '192.0.2.200'],
  ['2001:DB8::0001', '2001:db8::1'],
  ['2001:db8:*', '2001:db8::1'],
  ['2001:db8::/32', '2001:db8:ffff::1'],
])('%s matches %s', (pattern, host) => {
  expect(isHostPattern(pattern)).toBe(true);
  expect(new HostPatterns(['other', pattern]).has(host)).toBe(true);
});

test.each([
  ['*.lab.example.net', 'lab.example.net'],
  ['*.lab.example.net', 'r1.labXexample.net'],
  ['192.0.2.1', '192.0.2.11'],
  ['192.0.2.*', '192.0.20.1'],
  ['192.0.2.0/24', '192.0.3.1'],
  ['2001:db8::/32', '2001:db9::1'],
  ['192.0.2.0/24', '::ffff:192.0.2.1'],
])('%s does not match %s', (pattern, host) => {
  expect(new HostPatterns([pattern]).has(host)).toBe(false);
});

test.each(['', 'a b', 'r1/24', '192.0.2.0/33', '2001:db8::/129', '2001:db8::zz', 'r1;r2', '[::1]'])(
  '"%s" is not a pattern',
  (text) => {
    expect(isHostPattern(text)).toBe(false);
  },
);

test('no host matches when there are no patterns', () => {
  expect(new HostPatterns([]).has('r1')).toBe(false);
});
