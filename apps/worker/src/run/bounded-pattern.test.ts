import { compilePattern } from '@naas/core';
import { boundedPattern } from './bounded-pattern.js';

test('it finds what the device ends with', () => {
  expect(boundedPattern(compilePattern('sure\\? $')).test(`${'x'.repeat(5000)}\nAre you sure? `)).toBe(true);
});

test('it looks at the end of the output only, whatever came before', () => {
  const seen: number[] = [];
  const pattern = boundedPattern({ test: (text) => seen.push(text.length) === 0 });
  pattern.test('x'.repeat(1_000_000));
  pattern.test('short');
  expect(seen).toEqual([1000, 5]);
});

test('a pattern whose tests take too long ends the command with READ_TIMEOUT', () => {
  const slow = boundedPattern({
    test: () => {
      const until = performance.now() + 400;
      while (performance.now() < until);
      return false;
    },
  });
  for (let count = 0; count < 3; count++) slow.test('x');
  expect(() => slow.test('x')).toThrow(expect.objectContaining({ code: 'READ_TIMEOUT' }));
});
