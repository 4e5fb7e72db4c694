import { cutText } from './cut.js';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['aé', 2, 'a'],
  ['aé', 3, 'aé'],
  ['a€b', 3, 'a'],
  ['a€b', 4, 'a€'],
  ['😀😀', 7, '😀'],
  ['a', 0, ''],
])('%j cut to %i bytes is %j', (text, mostBytes, kept) => {
  expect(cutText(text, mostBytes)).toBe(kept);
});
