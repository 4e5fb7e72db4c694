import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A server with Redis's protocol whose answer to INFO can be that of any version. */
export interface FakeRedis {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a server that answers INFO with a text and all other commands with OK. Default port: any free one.
 */
export async function startFakeRedis(info: string, port = 0): Promise<FakeRedis> {
  const sockets = new Set<Socket>();
  const answer = (command: string | undefined): string =>
    command?.toLowerCase() === 'info' ? `$${Buffer.byteLength(info)}\r\n${info}\r\n` : '+OK\r\n';
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy()));
    // A command is `*parts`, then `$length` and text of each part; the first is its name.
    socket.on('data', (data) => {
      for (const [, name] of data.toString('latin1').matchAll(/\*\d+\r\n\$\d+\r\n([^\r]*)\r\n/g)) {
        socket.write(answer(name));
      }
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `redis://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
