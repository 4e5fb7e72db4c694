/** So late a timer only is when the process was held up, in milliseconds. */
const heldUpMs = 200;

/**
 * A time limit for a device, in milliseconds; returns what ends it. While this process is held up (a blocked event loop, a stopped
 * machine) it reads nothing, so that time is the device's none: it is given back.
 */
export function deviceTimer(limitMs: number, onOver: () => void): () => void {
  let due = 0;
  let timer: NodeJS.Timeout;
  const run = (ms: number): void => {
    due = performance.now() + ms;
    timer = setTimeout(fire, ms);
  };
  const fire = (): void => {
    const lateMs = performance.now() - due;
    if (lateMs < heldUpMs) onOver();
    else run(lateMs);
  };
  run(limitMs);
  return () => { clearTimeout(timer); };
}
