import { GuessLimit } from './guess-limit.js';

let now = 0;
const limit = (): GuessLimit => {
  now = 1_000_000;
  return new GuessLimit(() => now);
};
function guess(limited: GuessLimit, address = 'a'): boolean {
  if (limited.waitMs(address) > 0) return false;
  limited.countWrong(address);
  return true;
}

test('an address may guess ten times at once, and once again every six seconds', () => {
  const limited = limit();
  expect(Array.from({ length: 12 }, () => guess(limited)).filter(Boolean)).toHaveLength(10);
  expect(limited.waitMs('a')).toBe(6000);
  now += 5999;
  expect([limited.waitMs('a'), guess(limited)]).toEqual([1, false]);
  now += 1;
  expect([guess(limited), guess(limited)]).toEqual([true, false]);
  now += 60_000;
  expect(Array.from({ length: 12 }, () => guess(limited)).filter(Boolean)).toHaveLength(10);
});

test('addresses have nothing to do with each other', () => {
  const limited = limit();
  while (guess(limited));
  expect(guess(limited, 'b')).toBe(true);
});

test('the number of remembered addresses is bounded; the one that guessed longest ago is forgotten', () => {
  const limited = limit();
  while (guess(limited, 'first'));
  for (let number = 0; number < 9_999; number += 1) guess(limited, `${number}`);
  expect(guess(limited, 'first')).toBe(false);
  guess(limited, 'one more');
  expect(guess(limited, 'first')).toBe(true);
});
