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
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1'); // it listens on TCP
});
afterEach(() => {
  socket.destroy();
  server.close();
});

/** Listens as the SSH library does, which pauses the socket until it is ready to read. */
function listen(): Promise<string> {
  const heard = new Promise<string>((resolve) =>
    socket.once('data', (chunk: Buffer) => {
      resolve(chunk.toString());
    }),
  );
  socket.resume();
  return heard;
}

test.each(['late', 'early'])('whoever listens %s hears the greeting, and it is kept', async (when) => {
  const greeting = new Greeting(socket);
  let entered = (): void => undefined;
  const hasEntered = new Promise<void>((resolve) => (entered = resolve));
  const leave = holdHandshake(socket, () => {
    entered();
    return Promise.resolve(() => undefined);
  });
  socket.pause();
  const early = when === 'early' ? listen() : undefined;
  await hasEntered;
  await new Promise(setImmediate); // the hold is over
  expect(await (early ?? listen())).toBe('SSH-2.0-test\r\n');
  expect(greeting).toMatchObject({ text: 'SSH-2.0-test\r\n', isForeign: false });
  leave();
});
