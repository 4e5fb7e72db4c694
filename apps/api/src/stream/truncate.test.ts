import { truncateText } from './truncate.js';

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['aé', 2, 'a'],
  ['aé', 3, 'aé'],
  ['a€b', 3, 'a'],
  ['a€b', 4, 'a€'],
  ['😀😀', 7, '😀'],
  ['a', 0, ''],
])('%j truncated to %i bytes is %j', (text, maxBytes, kept) => {
  expect(truncateText(text, maxBytes)).toBe(kept);
});
