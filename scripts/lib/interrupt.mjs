/** @import { Children } from './children.mjs' */

/** @type {Map<NodeJS.Signals, number>} */
const exitCodes = new Map([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]);

/** How often it is seen whether the process that started this one is still there. */
const parentCheckMs = 500;

/**
 * Ends all children when this process is asked to end, or the one that started it is gone; asked twice,
 * without waiting. Returns `{ signal }`: a promise of the first signal's name.
 *
 * @param {Children} children
 * @returns {{ signal: Promise<NodeJS.Signals> }}
 */
export function onInterrupt(children) {
  let isSecond = false;
  const interrupted = new Promise((resolve) => {
    const interrupt = (/** @type {NodeJS.Signals} */ name) => {
      if (isSecond) return children.killAll();
      isSecond = true;
      resolve(name);
      void children.endAll();
    };
    for (const name of exitCodes.keys()) process.on(name, () => interrupt(name));
    // npm itself ended by a signal takes only its shell with it, and says nothing to what the shell runs.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      if (!isSecond) interrupt('SIGTERM');
    }, parentCheckMs);
    watch.unref();
  });
  // Nobody reads on (`npm start | head`): that is no reason to break off.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Whatever else ends this process takes the children with it.
  process.once('exit', () => children.killAll());
  return { signal: interrupted };
}

/**
 * Exit code of a process that a signal ended, as shells count.
 *
 * @param {NodeJS.Signals} name
 */
export const exitCodeOf = (name) => exitCodes.get(name) ?? 1;
