import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { sendEvents, type SendTimes } from './send-events.js';

const times: SendTimes = { commentMs: 60_000, stuckMs: 60_000, stopMs: 60_000 };
const mebibyte = 'x'.repeat(1_048_576);

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
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  socket.pause();
  // The arguments of the event.
  const [, to] = (await once(server, 'request')) as [unknown, ServerResponse];
  return to;
}

/** Reads until a text has been received. */
async function received(expected: string): Promise<string> {
  let text = '';
  for await (const bytes of socket) {
    text += String(bytes);
    if (text.includes(expected)) return text;
  }
  throw new Error(`ended without ${expected}`);
}

/** Yields events forever; calls `onYield` with their number. */
async function* endless(onYield: (count: number) => void): AsyncGenerator<string, void, undefined> {
  for (let count = 1; ; count += 1) {
    onYield(count);
    yield await Promise.resolve(mebibyte);
  }
}

/** Yields no event; ends when the client disconnects. */
async function* silent(to: ServerResponse): AsyncGenerator<string, void, undefined> {
  await once(to, 'close');
}

const never = new AbortController().signal;

test('a quiet stream sends comments', async () => {
  const to = await request();
  void sendEvents(to, silent(to), { stopping: never, times: { ...times, commentMs: 5 } });
  expect(await received(':\n\n')).toMatch(/^HTTP\/1.1 200/);
});

test('a client that reads nothing gets only what fits in the buffers, and is disconnected after stuckMs', async () => {
  const to = await request();
  let yielded = 0;
  await sendEvents(
    to,
    endless((count) => (yielded = count)),
    { stopping: never, times: { ...times, commentMs: 1, stuckMs: 200 } },
  );
  expect(to.destroyed).toBe(true);
  expect(yielded).toBeLessThan(50); // as many as fit in the kernel's buffers, and one more
  expect(to.writableLength).toBeLessThan(3 * mebibyte.length);
});

test('a client that reads nothing does not delay a stop', async () => {
  const to = await request();
  const stopping = new AbortController();
  const sent = sendEvents(
    to,
    endless(() => undefined),
    { stopping: stopping.signal, times: { ...times, stopMs: 20 } },
  );
  while (!to.writableNeedDrain) await new Promise(setImmediate);
  stopping.abort();
  await sent;
  expect(to.destroyed).toBe(true);
});

test('a client that disconnects ends the events', async () => {
  const to = await request();
  let isOver = false;
  const events = (async function* () {
    try {
      yield* endless(() => undefined);
    } finally {
      isOver = true;
    }
  })();
  const sent = sendEvents(to, events, { stopping: never, times });
  while (!to.writableNeedDrain) await new Promise(setImmediate);
  socket.destroy();
  await sent;
  expect(isOver).toBe(true);
});

test('events that fail break the connection, so that the client does not see a proper end', async () => {
  const to = await request();
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  socket.resume();
  const failing = (async function* () {
    yield 'event: status\n\n';
    await Promise.reject(new Error('defect'));
  })();
  await expect(sendEvents(to, failing, { stopping: never, times })).rejects.toThrow('defect');
  await closed;
});
