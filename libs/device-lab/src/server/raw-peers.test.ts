import { once } from 'node:events';
import { connect } from 'node:net';
import {
  closedPort,
  startBannerServer,
  startClosingServer,
  startFleet,
  startSilentServer,
} from '../index.js';

test('a silent server accepts connections and sends nothing', async () => {
  const peer = await startSilentServer();
  const socket = connect(peer.port, peer.host);
  await once(socket, 'connect');
  expect(socket.bytesRead).toBe(0);
  socket.destroy();
  await peer.close();
});

test('a banner server sends its text and keeps the connection open', async () => {
  const peer = await startBannerServer('220 mail ESMTP\r\n');
  const socket = connect(peer.port, peer.host);
  expect(String((await once(socket, 'data'))[0])).toBe('220 mail ESMTP\r\n');
  expect(socket.readyState).toBe('open');
  socket.destroy();
  await peer.close();
});

test('a closing server closes each connection at once', async () => {
  const peer = await startClosingServer();
  const socket = connect(peer.port, peer.host).resume();
  await once(socket, 'close');
  expect(peer.connections).toBe(1);
  await peer.close();
});

test('a closed port refuses connections', async () => {
  const peer = await closedPort();
  const [error] = await once(connect(peer.port, peer.host), 'error').catch((reason: unknown) => [reason]);
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('a fleet listens on consecutive ports', async () => {
  const fleet = await startFleet(5, { hostname: 'sw' });
  const first = fleet[0]?.port ?? 0;
  expect(fleet.map(({ hostname, port }) => [hostname, port - first])).toEqual([
    ['sw1', 0],
    ['sw2', 1],
    ['sw3', 2],
    ['sw4', 3],
    ['sw5', 4],
  ]);
  await Promise.all(fleet.map((one) => one.close()));
});
