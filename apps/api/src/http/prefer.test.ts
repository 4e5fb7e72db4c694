import { waitSeconds, withMaxWait } from './prefer.js';

test.each([
  ['wait=10', 10],
  ['Wait=10', 10],
  ['respond-async, wait=10', 10],
  ['respond-async,wait = 10 ; x=y', 10],
  ['wait="10"', 10],
  ['wait=3600', 3600],
  ['wait=5, wait=9', 5],
  ['note="a, wait=9", wait=7', 7],
])('%j asks for %d seconds', (header, seconds) => {
  expect(waitSeconds(header)).toBe(seconds);
});

test.each([
  undefined,
  '',
  'wait',
  'wait=',
  'wait=-1',
  'wait=1.5',
  'wait=ten',
  'wait=0',
  'wait=5s',
  'waiter=5',
  'respond-async',
  'note="wait=5',
  'note="a, wait=9"',
  `${'x,'.repeat(600)}wait=5`,
])('%j asks for no wait', (header) => {
  expect(waitSeconds(header)).toBe(0);
});

test.each([
  [undefined, undefined],
  ['wait=50', 'wait=50'],
  ['respond-async, wait=51', 'wait=50'],
  ['wait=99999999999999999999', 'wait=50'],
  [`wait=${'9'.repeat(400)}`, 'wait=50'],
  ['wait=5, wait=99', 'wait=5, wait=99'],
])('of %j no more than 50 seconds are applied: %j', (prefer, applied) => {
  const headers = prefer === undefined ? {} : { prefer };
  expect(withMaxWait(headers, 50)['prefer']).toBe(applied);
});

test('a hostile header is parsed quickly', () => {
  const startedAt = performance.now();
  waitSeconds(`"${'\\"'.repeat(8000)}`);
  waitSeconds(`"${'\\"'.repeat(500)}`);
  expect(performance.now() - startedAt).toBeLessThan(50);
});
