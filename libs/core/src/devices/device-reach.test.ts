import { DeviceReach } from './device-reach.js';

const reach = (
  settings: Partial<{ DEVICE_ALLOW: string[]; DEVICE_DENY: string[]; APP_ENVIRONMENT: 'production' | 'dev' }>,
) => new DeviceReach({ DEVICE_ALLOW: [], DEVICE_DENY: [], APP_ENVIRONMENT: 'production', ...settings });

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '169.254.169.254',
  '::1',
  '::',
  'fe80::1%eth0',
  'fd00:ec2::254',
])('in production %s is refused, as a host and behind a name', (address) => {
  expect([reach({}).mayReach(address, null), reach({}).mayReach('r1.example.net', address)]).toEqual([
    false,
    false,
  ]);
  expect(reach({ APP_ENVIRONMENT: 'dev' }).mayReach(address, null)).toBe(true);
});

test.each(['192.0.2.1', '10.0.0.1', '2001:db8::1', 'fd00::1'])('%s may be reached', (address) => {
  expect([reach({}).mayReach(address, null), reach({}).mayReach('r1', address)]).toEqual([true, true]);
});

test('DEVICE_ALLOW lets nothing else through, by name or address, and loopback where it says so', () => {
  const some = reach({ DEVICE_ALLOW: ['192.0.2.0/24', '*.lab.example.net', '127.0.0.2/32'] });
  expect(some.mayReach('192.0.2.7', null)).toBe(true);
  expect(some.mayReach('r1.lab.example.net', '198.51.100.1')).toBe(true);
  expect(some.mayReach('127.0.0.2', null)).toBe(true);
  expect(some.mayReach('r1.example.net', '192.0.2.7')).toBe(true);
  expect(some.mayReach('198.51.100.1', null)).toBe(false);
  expect(some.mayReach('r1.example.net', '198.51.100.1')).toBe(false);
  expect(some.mayReach('127.0.0.1', null)).toBe(false);
});

test('DEVICE_DENY goes before DEVICE_ALLOW, on the name and on the address it resolves to', () => {
  const some = reach({ DEVICE_ALLOW: ['192.0.2.0/24'], DEVICE_DENY: ['192.0.2.1/32', 'core-*'] });
  expect(some.mayReach('192.0.2.1', null)).toBe(false);
  expect(some.mayReach('any.example.net', '192.0.2.1')).toBe(false);
  expect(some.mayReach('core-1', '192.0.2.2')).toBe(false);
  expect(some.mayReach('192.0.2.2', null)).toBe(true);
});

test('a name whose address is not known yet is judged by its name alone', () => {
  expect(reach({ DEVICE_ALLOW: ['192.0.2.0/24'] }).mayReach('r1', null)).toBe(true);
  expect(reach({ DEVICE_DENY: ['r1'] }).mayReach('r1', null)).toBe(false);
});
