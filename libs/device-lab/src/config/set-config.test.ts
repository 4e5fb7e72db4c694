import { junosGrammar } from '../personalities/junos-data.js';
import { deletePath, setPath, withBraces } from './set-config.js';

const lines = [
  'set system host-name lab1',
  'set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.1/30',
];

test('a leaf with one value is replaced, others are added', () => {
  expect(setPath(lines, 'system host-name other', junosGrammar)).toEqual([
    'set system host-name other',
    lines[1],
  ]);
  expect(
    setPath(lines, 'interfaces ge-0/0/0 unit 0 family inet address 192.0.2.5/30', junosGrammar),
  ).toHaveLength(3);
  expect(setPath(lines, 'system host-name lab1', junosGrammar)).toBe(lines);
});

test('delete removes a statement with everything below it, and reports a missing one', () => {
  expect(deletePath(lines, 'interfaces')).toEqual([lines[0]]);
  expect(deletePath(lines, 'interface')).toBeUndefined();
});

test('braces follow the levels', () => {
  expect(withBraces(lines, '', junosGrammar)).toEqual([
    'system {',
    '    host-name lab1;',
    '}',
    'interfaces {',
    '    ge-0/0/0 {',
    '        unit 0 {',
    '            family inet {',
    '                address 192.0.2.1/30;',
    '            }',
    '        }',
    '    }',
    '}',
  ]);
  expect(withBraces(lines, 'system', junosGrammar)).toEqual(['host-name lab1;']);
});
