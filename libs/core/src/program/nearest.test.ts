import { nearest } from './nearest.js';

const names = ['cisco_ios', 'cisco_nxos', 'arista_eos', 'juniper_junos', 'linux'];

test.each([
  ['cisco_iso', 'cisco_ios'],
  ['cisco-ios', 'cisco_ios'],
  ['Cisco IOS', 'cisco_ios'],
  ['nxos', 'cisco_nxos'],
  ['junos', 'juniper_junos'],
  ['lunix', 'linux'],
])('%j is probably %s', (text, name) => {
  expect(nearest(text, names)).toBe(name);
});

test.each(['teapot', '', 'x'.repeat(65), 'autodetect'])('%j is not near any of them', (text) => {
  expect(nearest(text, names)).toBeUndefined();
});
