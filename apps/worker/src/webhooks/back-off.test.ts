import { webhookBackOffMs } from './back-off.js';

test.each([
  [1, 5000],
  [2, 15_000],
  [3, 45_000],
  [20, 3_600_000],
])('after attempt %i the wait is %i ms, or down to half of it', (attempt, longestMs) => {
  expect([webhookBackOffMs(attempt, 0), webhookBackOffMs(attempt, 1)]).toEqual([longestMs, longestMs / 2]);
});
