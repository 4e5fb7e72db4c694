import { inspect } from 'node:util';
import { Secret } from './secret.js';

const text = 'canary-1234';
const secret = new Secret(text);
const untyped = secret as unknown as string; // the lint keeps a Secret out of templates

test('reveal() returns the text', () => {
  expect(secret.reveal()).toBe(text);
});

test.each([
  ['a template', `${untyped}`],
  ['String()', String(secret)],
  ['JSON', JSON.stringify({ secret })],
  ['inspect', inspect({ deep: { secret } }, { depth: null, showHidden: true })],
  ['an error message', new Error(`refused ${untyped}`).message],
])('in %s it reads [redacted]', (_, shown) => {
  expect(shown).toContain('[redacted]');
  expect(shown).not.toContain(text);
});

test('a copy of its fields has no text', () => {
  expect(JSON.stringify({ ...secret })).toBe('{}');
  expect(Object.keys(secret)).toEqual([]);
});
