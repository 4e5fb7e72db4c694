const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Ends all children when this process is asked to end; asked twice, without waiting. Returns `{ signal }`: a promise of the first
 * signal's name.
 */
export function onInterrupt(children) {
  let isSecond = false;
  const interrupted = new Promise((resolve) => {
    for (const name of Object.keys(exitCodes)) {
      process.on(name, () => {
        if (isSecond) return children.killAll();
        isSecond = true;
        resolve(name);
        void children.endAll();
      });
    }
  });
  // Nobody reads on (`npm start | head`): that is no reason to break off.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Whatever else ends this process takes the children with it.
  process.once('exit', () => children.killAll());
  return { signal: interrupted };
}

/** Exit code of a process that a signal ended, as shells count. */
export const exitCodeOf = (name) => exitCodes[name];
