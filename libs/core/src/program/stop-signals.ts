import { constants } from 'node:os';
import type { Logger } from './log.js';

/** What a program does to stop. */
export interface StopSteps {
  readonly log: Logger;
  /** Ends all work in good order; the process then exits by itself. */
  readonly stop: () => Promise<unknown>;
  /** What must still be done, within a second or so, before the process exits at once. Default: nothing. */
  readonly abandon?: () => Promise<unknown>;
}

/**
 * A second signal within this time counts as the first one, in milliseconds: the terminal signals npm and
 * the program, and npm passes its signal on.
 */
const repeatMs = 200;

/**
 * On SIGTERM or SIGINT the program stops, and exits with 0; on a second signal it exits at once, with 143 or
 * 130, as if the signal itself had ended it. Returns a function that stops the program for another reason,
 * which is logged.
 */
export function stopOnSignals({
  log,
  stop,
  abandon,
}: StopSteps): (reason: Readonly<Record<string, string>>) => void {
  let stoppingSince: number | undefined;
  let isAbandoning = false;
  const exit = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);
  const begin = (reason: Readonly<Record<string, string>>): void => {
    if (stoppingSince !== undefined) return;
    stoppingSince = performance.now();
    log.info('stopping', reason);
    void stop().then(() => log.info('stopped'));
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSince === undefined) begin({ signal });
    else if (isAbandoning) exit(signal);
    else if (performance.now() - stoppingSince > repeatMs) {
      isAbandoning = true;
      log.warn('second signal to stop; exiting at once', { signal });
      void Promise.resolve(abandon?.()).finally(() => exit(signal));
    }
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
  return begin;
}
