import { webhookBackOffMs } from './back-off.js';

test.each([
  [1, 5000],
  [2, 15_000],
  [3, 45_000],
  [20, 3_600_000],
])('the wait after attempt %i is between half of and all of %i ms', (attempt, maxMs) => {
  expect([webhookBackOffMs(attempt, 0), webhookBackOffMs(attempt, 1)]).toEqual([maxMs, maxMs / 2]);
});
