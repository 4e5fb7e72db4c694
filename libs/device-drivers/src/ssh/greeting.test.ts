import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Greeting, holdHandshake } from './greeting.js';

let server: Server;
let socket: Socket;
beforeEach(async () => {
  server = createServer((peer) => {
    peer.on('error', () => undefined).write('SSH-2.0-test\r\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address of this shape.
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
});
afterEach(() => {
  socket.destroy();
  server.close();
});

/** Listens like the SSH library, which pauses the socket until it is ready to read. */
function listen(): Promise<string> {
  const received = new Promise<string>((resolve) =>
    socket.once('data', (chunk: Buffer) => {
      resolve(chunk.toString());
    }),
  );
  socket.resume();
  return received;
}

test.each(['late', 'early'])(
  'a listener that comes %s receives the greeting, and it is kept',
  async (when) => {
    const greeting = new Greeting(socket);
    let acquired = (): void => undefined;
    const hasAcquired = new Promise<void>((resolve) => (acquired = resolve));
    const endHold = holdHandshake(socket, () => {
      acquired();
      return Promise.resolve(() => undefined);
    });
    socket.pause();
    const early = when === 'early' ? listen() : undefined;
    await hasAcquired;
    // The handshake is allowed from here on.
    await new Promise(setImmediate);
    expect(await (early ?? listen())).toBe('SSH-2.0-test\r\n');
    expect(greeting).toMatchObject({ text: 'SSH-2.0-test\r\n', isForeign: false });
    endHold();
  },
);
