import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { limitTurns } from './turns.js';

let server: Server;
let socket: Socket;
const peers: Socket[] = [];
afterEach(() => {
  socket.destroy();
  for (const peer of peers) peer.destroy();
  server.close();
});

test('a peer that sends without end is read in turns', async () => {
  const total = 8_000_000;
  server = createServer((peer) => {
    peers.push(peer);
    peer.on('error', () => undefined).end(Buffer.alloc(total));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address of this shape.
  socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  limitTurns(socket);
  let received = 0;
  let turn = 0;
  let longest = 0;
  socket.on('data', (chunk: Buffer) => {
    if (turn === 0) {
      setImmediate(() => {
        longest = Math.max(longest, turn);
        turn = 0;
      });
    }
    turn += chunk.length;
    received += chunk.length;
  });
  await once(socket, 'end');
  await new Promise(setImmediate);
  expect(received).toBe(total);
  // Node alone reads 2 MB. This test's turn can end later than the one that is limited: twice the limit.
  expect(longest).toBeLessThanOrEqual(2 * (262_144 + 65_536));
});
