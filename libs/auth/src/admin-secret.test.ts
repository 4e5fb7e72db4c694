import { inspect } from 'node:util';
import { Secret, SettingsError } from '@naas/core';
import { AdminSecret } from './admin-secret.js';

const matches = (setting: string, password: string): boolean =>
  new AdminSecret(setting).matches(new Secret(password));

const one = 'one'.repeat(11);
const two = 'ü'.repeat(16);

test.each([one, two])('each secret of the setting matches: %s', (password) => {
  expect(matches(` ${one} , ${two} `, password)).toBe(true);
});

test.each(['', 'one', `${one} `, one.toUpperCase(), `${one},${two}`, 'three'])(
  'other passwords do not match: %j',
  (password) => {
    expect(matches(`${one},${two}`, password)).toBe(false);
  },
);

test.each([
  ['a', 1, 1],
  [`${one},hunter2`, 2, 7],
  ['ü'.repeat(15), 1, 30],
])('a setting with a secret under 32 bytes is refused: %s', (setting, number, bytes) => {
  const make = (): unknown => new AdminSecret(setting);
  expect(make).toThrow(SettingsError);
  expect(make).toThrow(
    `NAAS_ADMIN_SECRET: secret ${number} has ${bytes} bytes but needs at least 32; make one with ` +
      '"openssl rand -base64 48".',
  );
  expect(make).not.toThrow(/hunter2/);
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
  expect(`${inspect(new AdminSecret('hunter2'.repeat(5)), { depth: 9, showHidden: true })}`).not.toContain(
    'hunter2',
  );
});
