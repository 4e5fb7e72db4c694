import { duration } from './duration.js';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1449, '1.4 s'],
  [9999, '9.9 s'],
  [59_999, '59 s'],
  [125_000, '2 min 5 s'],
  [10_920_000, '3 h 2 min'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
