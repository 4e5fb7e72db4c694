import { inspect } from 'node:util';
import { Secret } from '@naas/core';
import { AdminSecret } from './admin-secret.js';

const matches = (setting: string, password: string): boolean =>
  new AdminSecret(setting).matches(new Secret(password));

test.each(['one', 'two'])('each secret of the setting matches: %s', (password) => {
  expect(matches(' one , two ', password)).toBe(true);
});

test.each(['', 'on', 'one ', 'ONE', 'one,two', 'three'])('other passwords do not match: %j', (password) => {
  expect(matches('one,two', password)).toBe(false);
});

test.each(['', ' ', ',', ' , '])('no password matches an empty setting: %j', (setting) => {
  expect(['', ' ', ',', 'admin'].map((password) => matches(setting, password))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('a printed AdminSecret does not show the secret', () => {
  expect(`${inspect(new AdminSecret('hunter2'), { depth: 9, showHidden: true })}`).not.toContain('hunter2');
});
