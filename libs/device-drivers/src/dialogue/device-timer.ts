/** A limit is counted in slices of this length, in milliseconds. */
const sliceMs = 500;

/** A slice that ends this many milliseconds late means that this process was blocked. */
const blockedMs = 200;

/**
 * A time limit for a device, in milliseconds. Returns a function that stops it and returns the milliseconds
 * left. While this process is blocked (a busy event loop, a suspended machine) it reads nothing, which is not
 * the device's fault: such a slice counts half.
 */
export function deviceTimer(limitMs: number, onOver: () => void): () => number {
  let leftMs = limitMs;
  let began = 0;
  let slice = 0;
  let timer: NodeJS.Timeout;
  const count = (): void => {
    const tookMs = performance.now() - began;
    leftMs -= tookMs < slice + blockedMs ? tookMs : slice / 2;
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
