import { createServer } from 'node:net';

const host = '127.0.0.1';

function bind(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, host, () => {
      const { port: bound } = server.address();
      server.close(() => resolve(bound));
    });
  });
}

/** A port of loopback: the wanted one where it is free, else any. */
export async function freePort(wanted = 0) {
  return (await bind(wanted)) ?? (await bind(0));
}
