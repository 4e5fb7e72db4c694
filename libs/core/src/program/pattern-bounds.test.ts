import { compilePattern } from './pattern.js';
import { maxPatternLength, maxPatternRepeats, patternFault, repeatSize } from './pattern-bounds.js';

test.each([
  ['abc', 0],
  ['a{5}', 5],
  ['.{0,1000}', 1000],
  ['a{2,}', 2],
  ['(ab{5}){10}', 60],
  ['(?:a|b){3}', 6],
  ['(?P<name>a{2}b){3}', 9],
  ['[a-z{}]{4}', 4],
  ['[]a]{4}', 4],
  ['\\{5}', 0],
  ['\\pL{3}', 3],
  ['\\p{Greek}{3}', 3],
  ['\\x{10FFFF}{3}', 3],
  ['\\Qa{5}\\E', 0],
  ['((a{10}){10}){10}', 1000],
  ['a{5}{5}', 25],
  ['a*{3}', 3],
  ['{5}', 0],
  ['a{,5}', 0],
  ['a{x}', 0],
  ['(a{100}', 100],
  ['^$\\b{3}', 3],
] as const)('the repeats of %s unfold to %i', (source, size) => {
  expect(repeatSize(source)).toBe(size);
});

test.each([
  '.{0,1000}'.repeat(2),
  '.{0,1000}'.repeat(22),
  '((a{10}){10}){11}',
  `(${'a'.repeat(150)}){7}`,
  '(?:(?:(?:a{9}){9}){9}){9}',
  `${'a{500}'.repeat(3)}`,
])('%s is refused before it is compiled', (source) => {
  expect(source.length > maxPatternLength || repeatSize(source) > maxPatternRepeats).toBe(true);
  expect(patternFault(source)).not.toBeNull();
  expect(() => compilePattern(source)).toThrow(/at most/);
});

test('a pattern of the largest size is allowed, and the longest one', () => {
  expect(patternFault('.{0,1000}')).toBeNull();
  expect(patternFault('a'.repeat(maxPatternLength))).toBeNull();
  expect(patternFault('a'.repeat(maxPatternLength + 1))).toBe('must be at most 200 characters');
});
