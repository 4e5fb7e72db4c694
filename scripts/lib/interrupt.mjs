/** @import { Children } from './children.mjs' */

/** @type {Map<NodeJS.Signals, number>} */
const exitCodes = new Map([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]);

/** Interval at which the script checks that its parent process still runs. */
const parentCheckMs = 500;

/**
 * Stops all children when this process gets a signal to stop, or when its parent process has ended. A second
 * signal kills them. Returns `{ signal }`: a promise of the name of the first signal.
 *
 * @param {Children} children
 * @returns {{ signal: Promise<NodeJS.Signals> }}
 */
export function onInterrupt(children) {
  let isInterrupted = false;
  const interrupted = new Promise((resolve) => {
    const interrupt = (/** @type {NodeJS.Signals} */ name) => {
      if (isInterrupted) return children.killAll();
      isInterrupted = true;
      resolve(name);
      void children.endAll();
    };
    for (const name of exitCodes.keys()) process.on(name, () => interrupt(name));
    // A signal that ends npm ends its shell too, but does not reach the script that the shell runs.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      if (!isInterrupted) interrupt('SIGTERM');
    }, parentCheckMs);
    watch.unref();
  });
  // A closed pipe (`npm start | head`) is not a reason to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // The children end with this process, for any other reason too.
  process.once('exit', () => children.killAll());
  return { signal: interrupted };
}

/**
 * Exit code of a process that a signal ended, as in shells.
 *
 * @param {NodeJS.Signals} name
 */
export const exitCodeOf = (name) => exitCodes.get(name) ?? 1;
