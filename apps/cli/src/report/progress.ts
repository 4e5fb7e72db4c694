import { stderr } from 'node:process';
import { duration } from './duration.js';

/** A progress line on a terminal. */
export interface Progress {
  readonly isShown: boolean;
  set(text: string): void;
  /** Stops and clears the line. */
  readonly stop: () => void;
}

const frames = ['|', '/', '-', '\\'];
const frameMs = 100;
/** Shorter waits show nothing. */
const firstFrameMs = 1000;
const clearLine = '\r\u001b[K';

const wholeSeconds = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${Math.floor(milliseconds / 1000)} s` : duration(milliseconds);

/**
 * Shows a spinner, the current step and the time elapsed on standard error; shows nothing if standard error
 * is not a terminal.
 */
export function startProgress(first: string): Progress {
  if (!stderr.isTTY) return { isShown: false, set: () => undefined, stop: () => undefined };
  const startedAt = performance.now();
  let text = first;
  let frame = 0;
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedAt;
    if (elapsedMs < firstFrameMs) return;
    stderr.write(`${clearLine}${frames[frame++ % frames.length]} ${text}, ${wholeSeconds(elapsedMs)}`);
  }, frameMs);
  return {
    isShown: true,
    set: (next) => void (text = next),
    stop: () => {
      clearInterval(timer);
      if (frame > 0) stderr.write(clearLine);
    },
  };
}
