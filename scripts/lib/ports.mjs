import { createServer } from 'node:net';
import { Failure } from './failure.mjs';

const host = '127.0.0.1';

/**
 * @param {number} port
 * @returns {Promise<number | null>} null: it is taken
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

/** A port of loopback: the wanted one where it is free, else any. */
export async function freePort(wanted = 0) {
  const port = (await bind(wanted)) ?? (await bind(0));
  if (port === null) throw new Failure(`No port of ${host} is free.`);
  return port;
}
