import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { sendPieces } from './send-pieces.js';

const never = new AbortController().signal;
const times = { stuckMs: 60_000, stopMs: 60_000 };
const piece = Buffer.alloc(65_536, 'x');

let server: Server;
let socket: Socket;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Makes a request whose response the test writes. The client does not read by itself. */
async function request(): Promise<ServerResponse> {
  const address = server.address();
  socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  socket.pause();
  // The arguments of the event.
  const [, to] = (await once(server, 'request')) as [unknown, ServerResponse];
  return to;
}

/** Pieces, and how many were made. */
function counted(length: number) {
  const made = { count: 0, isOver: false };
  const pieces = (async function* () {
    try {
      for (; made.count < length; made.count += 1) yield await Promise.resolve(piece);
    } finally {
      made.isOver = true;
    }
  })();
  return { made, pieces };
}

test('all pieces arrive, in order, without a Content-Length', async () => {
  const to = await request();
  void sendPieces(to, counted(100).pieces, { stopping: never, times });
  let text = '';
  for await (const bytes of socket) text += String(bytes);
  expect(text).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*transfer-encoding: chunked/i);
  expect(text).not.toMatch(/content-length/i);
  expect(text.split('x').length - 1).toBeGreaterThanOrEqual(100 * piece.length);
});

test('a client that reads nothing holds few pieces, and is disconnected after stuckMs', async () => {
  const to = await request();
  const { made, pieces } = counted(10_000);
  await sendPieces(to, pieces, { stopping: never, times: { ...times, stuckMs: 50 } });
  expect([to.destroyed, made.isOver]).toEqual([true, true]);
  expect(made.count).toBeLessThan(1000); // as many as fit in the kernel's buffers
});

test('a client that reads nothing does not delay a stop', async () => {
  const to = await request();
  const stopping = new AbortController();
  const sent = sendPieces(to, counted(10_000).pieces, {
    stopping: stopping.signal,
    times: { ...times, stopMs: 20 },
  });
  while (!to.writableNeedDrain) await new Promise(setImmediate);
  stopping.abort();
  await sent;
  expect(to.destroyed).toBe(true);
});

test('a client that disconnects ends the pieces', async () => {
  const to = await request();
  const { made, pieces } = counted(10_000);
  const sent = sendPieces(to, pieces, { stopping: never, times });
  while (!to.writableNeedDrain) await new Promise(setImmediate);
  socket.destroy();
  await sent;
  expect(made.isOver).toBe(true);
});
