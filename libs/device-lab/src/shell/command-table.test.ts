import { commandTable, lookUp } from './command-table.js';

const table = commandTable({
  show: 'show',
  'show version': 'version',
  'show vlan': 'vlan',
  'show <thing> brief': 'brief',
  'ping <host>': 'ping',
  'description <text...>': 'description',
});

test.each([
  ['show version', 'version', []],
  ['sh ver', 'version', []],
  ['SHOW VER', 'version', []],
  ['  show   vlan ', 'vlan', []],
  ['show ip brief', 'brief', ['ip']],
  ['ping 192.0.2.1', 'ping', ['192.0.2.1']],
  ['desc  a  b # c', 'description', ['a  b # c']],
])('%s is %s', (line, entry, args) => {
  expect(lookUp(table, line)).toMatchObject({ entry, args });
});

test.each([
  ['foo', 'unknown', 0],
  ['show version now', 'unknown', 13],
  ['sh v', 'ambiguous', 3],
  ['ping', 'incomplete', 4],
  ['description', 'incomplete', 11],
])('%s is %s at %i', (line, kind, at) => {
  expect(lookUp(table, line)).toMatchObject({ fault: { kind, at } });
});

test('a table can refuse abbreviations', () => {
  expect(lookUp(commandTable({ 'uname -a': 1 }, false), 'un -a')).toMatchObject({
    fault: { kind: 'unknown' },
  });
});
