import { constants } from 'node:os';
import type { Logger } from './log.js';

/** What a program does when it is told to stop. */
export interface StopSteps {
  readonly log: Logger;
  /** Ends what it does in good order, after which the process ends by itself. */
  readonly stop: () => Promise<unknown>;
  /** Does, within a second or so, what must be done before the process ends at once. */
  readonly abandon?: () => Promise<unknown>;
}

/**
 * A signal so soon after the first, in milliseconds, is the same wish: npm passes on what the terminal has
 * sent to both.
 */
const sameWishMs = 200;

/**
 * On SIGTERM and SIGINT a program stops, and ends with 0; on the second one it ends at once, with 143 or 130
 * as if the signal itself had ended it. Returns what stops the program for another reason, which is logged.
 */
export function stopOnSignals({
  log,
  stop,
  abandon,
}: StopSteps): (why: Readonly<Record<string, string>>) => void {
  let stoppingSince: number | undefined;
  let isAbandoning = false;
  const end = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);
  const begin = (why: Readonly<Record<string, string>>): void => {
    if (stoppingSince !== undefined) return;
    stoppingSince = performance.now();
    log.info('stopping', why);
    void stop().then(() => log.info('stopped'));
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSince === undefined) begin({ signal });
    else if (isAbandoning) end(signal);
    else if (performance.now() - stoppingSince > sameWishMs) {
      isAbandoning = true;
      log.warn('told to stop a second time; ending at once', { signal });
      void Promise.resolve(abandon?.()).finally(() => end(signal));
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
  return begin;
}
