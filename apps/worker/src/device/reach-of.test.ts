import { reachOf } from './reach-of.js';

test.each([
  ['CONNECTION_REFUSED', false, 1_000, 'unreached'],
  ['CONNECTION_TIMEOUT', false, 10_000, 'unreached'],
  ['CONNECTION_TIMEOUT', false, 1_000, 'unknown'], // the caller's own impatience
  ['CONNECTION_TIMEOUT', true, 30_000, 'reached'], // such as a wrong platform
  ['SSH_ERROR', false, 10_000, 'unreached'],
  ['CONNECTION_LOST', true, 10_000, 'reached'],
  ['AUTH_FAILURE', false, 10_000, 'reached'],
  ['HOST_NOT_FOUND', false, 10_000, 'unknown'],
  ['ABORTED', true, 10_000, 'unknown'],
] as const)(
  '%s, authenticated: %s, with a conn_timeout of %i ms: %s',
  (code, isAuthenticated, connTimeoutMs, reach) => {
    expect(reachOf({ code, isAuthenticated }, { connTimeoutMs })).toBe(reach);
  },
);
