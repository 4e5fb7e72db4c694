import { iosGrammar } from '../personalities/ios-family.js';
import { type Applied, applyLine } from './sectioned-config.js';

const initial = [
  'hostname lab1',
  '!',
  'interface GigabitEthernet0/0',
  ' description old',
  ' ip address 192.0.2.1 255.255.255.0',
  '!',
  'end',
];

function apply(lines: readonly string[], from: Applied = { lines: initial, section: [] }): Applied {
  return lines.reduce<Applied>((state, line) => {
    const applied = applyLine(iosGrammar, state, line);
    if ('kind' in applied) throw new Error(`${line}: ${applied.kind} at ${String(applied.at)}`);
    return applied;
  }, from);
}

test('a line of a section replaces the one with the same leading words', () => {
  const { lines, section } = apply(['interface GigabitEthernet0/0', 'description new text']);
  expect(section).toEqual(['interface GigabitEthernet0/0']);
  expect(lines).toEqual(initial.with(3, ' description new text'));
});

test('lines that may occur several times are all kept', () => {
  const { lines } = apply([
    'ip route 203.0.113.0 255.255.255.0 Null0',
    'ip route 198.51.100.0 255.255.255.0 Null0',
  ]);
  expect(lines.filter((line) => line.startsWith('ip route'))).toHaveLength(2);
  expect(lines.at(-1)).toBe('end');
});

test('a section is created once, even if its header is abbreviated', () => {
  const { lines } = apply(['int te1/1', 'mtu 9000', 'interface TenGigabitEthernet1/1', 'desc x']);
  expect(lines.slice(-5)).toEqual([
    'interface TenGigabitEthernet1/1',
    ' mtu 9000',
    ' description x',
    '!',
    'end',
  ]);
});

test('neighbours are distinguished by their address', () => {
  const { lines } = apply([
    'router bgp 65001',
    'neighbor 192.0.2.1 remote-as 1',
    'neighbor 192.0.2.2 remote-as 2',
    'neighbor 192.0.2.1 remote-as 3',
  ]);
  expect(lines.filter((line) => line.includes('neighbor'))).toEqual([
    ' neighbor 192.0.2.1 remote-as 3',
    ' neighbor 192.0.2.2 remote-as 2',
  ]);
});

test('no removes a line, a flag, or a whole section', () => {
  expect(apply(['interface gi0/0', 'no description']).lines).not.toContain(' description old');
  expect(apply(['interface gi0/0', 'shutdown', 'no shutdown']).lines).toEqual(initial);
  expect(apply(['no interface GigabitEthernet0/0']).lines).toEqual(['hostname lab1', '!', 'end']);
});

test.each([
  ['description x', 'unknown', 0],
  ['ip foo', 'unknown', 3],
  ['no nonsense', 'unknown', 3],
  ['hostname', 'incomplete', 8],
])('%s in no section is %s at %i', (line, kind, at) => {
  expect(applyLine(iosGrammar, { lines: initial, section: [] }, line)).toEqual({ kind, at });
});
