import { stderr } from 'node:process';
import { duration } from './duration.js';

/** What is going on, on one line of a terminal. */
export interface Progress {
  readonly isShown: boolean;
  set(text: string): void;
  /** Ends it and leaves no trace. */
  readonly stop: () => void;
}

const frames = ['|', '/', '-', '\\'];
const frameMs = 100;
/** Whatever is quicker shows nothing. */
const firstFrameMs = 1000;
const clearLine = '\r\u001b[K';

const wholeSeconds = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${Math.floor(milliseconds / 1000)} s` : duration(milliseconds);

/**
 * Shows a spinner, what is going on and for how long on standard error; nothing at all if that is no
 * terminal.
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
