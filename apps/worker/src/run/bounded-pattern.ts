import type { Pattern } from '@naas/core';
import { JobFailure } from './job-failure.js';

/** The end of an output that a pattern is tested on, in characters: a device that asks waits there. */
const maxTested = 1_000;

/** Time that a pattern may take in all for one job, in milliseconds. */
const maxSpentMs = 1_000;

/**
 * A caller's pattern with bounds on the work it can cause. The slowest pattern that is allowed takes 30 us a
 * character: it is tested on the end of the output only, so that no test holds the event loop for more than
 * about 30 ms, and ends the job once its tests have taken a second together.
 */
export function boundedPattern(pattern: Pattern): Pattern {
  let spentMs = 0;
  return {
    test: (text) => {
      if (spentMs > maxSpentMs) {
        throw new JobFailure(
          'READ_TIMEOUT',
          'Testing expect_string against the output took longer than a second; use a simpler pattern',
        );
      }
      const startedAt = performance.now();
      const isFound = pattern.test(text.slice(-maxTested));
      spentMs += performance.now() - startedAt;
      return isFound;
    },
  };
}
