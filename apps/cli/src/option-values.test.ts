import { parseSeconds, parseTag, parseWhole } from './option-values.js';

test('tags add up, the value may hold an equals sign, and the last of a key wins', () => {
  expect(parseTag('site=berlin=mitte')).toEqual({ site: 'berlin=mitte' });
  expect(parseTag('a=2', { a: '1', b: '1' })).toEqual({ a: '2', b: '1' });
});

test.each(['site', '=berlin', 'site='])('the tag %p is refused', (text) => {
  expect(() => parseTag(text)).toThrow('key=value');
});

test.each([
  ['22', 22],
  ['0', 0],
])('%p is a whole number', (text, value) => {
  expect(parseWhole(text)).toBe(value);
});

test.each(['', '22a', '-1', '2.5', '1e3'])('%p is not a whole number', (text) => {
  expect(() => parseWhole(text)).toThrow('whole number');
});

test.each([
  ['30', 30],
  ['0.5', 0.5],
])('%p is a number of seconds', (text, value) => {
  expect(parseSeconds(text)).toBe(value);
});

test.each(['0', '-3', 'soon', '', 'Infinity', '99999999'])('%p is not a number of seconds', (text) => {
  expect(() => parseSeconds(text)).toThrow('seconds');
});
