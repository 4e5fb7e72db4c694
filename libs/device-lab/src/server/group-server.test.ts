import { once } from 'node:events';
import { connect } from 'node:net';
import { startGroupServer } from '../index.js';

test('a group server offers group exchange only', async () => {
  const server = await startGroupServer(Buffer.of(23));
  const socket = connect(server.port, server.host);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  while (!received.includes('hmac-sha2-256')) await once(socket, 'data');
  expect(received).toMatch(/^SSH-2\.0-group\r\n/);
  expect(received).toContain('diffie-hellman-group-exchange-sha256');
  expect(server.answers).toBe(0);
  socket.destroy();
  await server.close();
});
