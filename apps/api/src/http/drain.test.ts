import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { watchRequests } from './drain.js';

let server: Server;
let close: (timeoutMs: number) => Promise<void>;
let port: number;
beforeEach(async () => {
  server = createServer();
  close = watchRequests(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});

async function connection(): Promise<Socket> {
  const accepted = once(server, 'connection');
  const socket = connect(port, '127.0.0.1');
  await accepted;
  return socket;
}

async function request(socket: Socket): Promise<ServerResponse> {
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  // The arguments of the event.
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  return response;
}

test('a connection that has not sent a request does not delay closing', async () => {
  const ended = once(await connection(), 'close');
  await close(60_000);
  await ended;
});

test('a connection between two requests does not delay closing', async () => {
  const socket = await connection();
  const response = await request(socket);
  response.end('done');
  await once(socket, 'data');
  await close(60_000);
});

test('a request under way gets its complete response first', async () => {
  const socket = await connection();
  const response = await request(socket);
  const closed = close(60_000);
  const text: Buffer[] = [];
  socket.on('data', (bytes) => text.push(bytes));
  response.end('the answer');
  await closed;
  if (!socket.closed) await once(socket, 'close');
  expect(Buffer.concat(text).toString()).toContain('the answer');
});

test('a request that is never answered delays closing only until the timeout', async () => {
  await request(await connection());
  const startedAt = performance.now();
  await close(50);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
