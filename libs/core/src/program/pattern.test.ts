import { compilePattern } from './pattern.js';

test('a pattern matches anywhere in the text', () => {
  expect(compilePattern('confirm\\]').test('Proceed? [confirm]')).toBe(true);
  expect(compilePattern('confirm\\]').test('Proceed?')).toBe(false);
});

test('^ and $ match at the ends of each line', () => {
  const pattern = compilePattern('^Username:$');
  expect(pattern.test('banner\nUsername:\nmore')).toBe(true);
  expect(pattern.test('banner Username:')).toBe(false);
});

test.each(['(', '[a', '(?=look)', '(a)\\1', '*'])('%s is refused with a reason', (source) => {
  expect(() => compilePattern(source)).toThrow(/\w/);
});

test('a pattern that blocks a backtracking engine takes linear time', () => {
  const pattern = compilePattern('^(a+)+$');
  const timeOf = (length: number): number => {
    const text = `${'a'.repeat(length)}!`;
    const began = performance.now();
    expect(pattern.test(text)).toBe(false);
    return performance.now() - began;
  };
  timeOf(1000);
  expect(timeOf(20_000)).toBeLessThan(2000); // backtracking would take longer than the age of the universe
});
