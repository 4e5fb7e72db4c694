/** A limit is counted in slices of so many milliseconds. */
const sliceMs = 500;

/** A slice that takes so many milliseconds longer was one in which the process was held up. */
const heldUpMs = 200;

/**
 * A time limit for a device, in milliseconds; returns what ends it, and tells what was left of it. While this
 * process is held up (a blocked event loop, a stopped machine) it reads nothing, and the device has no part
 * in that: of a slice in which it happens half is counted.
 */
export function deviceTimer(limitMs: number, onOver: () => void): () => number {
  let leftMs = limitMs;
  let began = 0;
  let slice = 0;
  let timer: NodeJS.Timeout;
  const count = (): void => {
    const tookMs = performance.now() - began;
    leftMs -= tookMs < slice + heldUpMs ? tookMs : slice / 2;
  };
  const run = (): void => {
    slice = Math.min(leftMs, sliceMs);
    began = performance.now();
    timer = setTimeout(() => {
      count();
      if (leftMs > 0) run();
      else onOver();
    }, slice);
  };
  run();
  return () => {
    clearTimeout(timer);
    count();
    return leftMs;
  };
}
