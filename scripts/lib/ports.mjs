import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

const host = '127.0.0.1';

/**
 * The port that the system gives for `port`; null if it is taken.
 *
 * @param {number} port
 * @returns {Promise<number | null>}
 */
function bind(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

/** A free port of loopback: the preferred one if it is free, else any. */
export async function freePort(preferred = 0) {
  const port = (await bind(preferred)) ?? (await bind(0));
  if (port === null) throw new Failure(`No port of ${host} is free.`);
  return port;
}
