import { once, setMaxListeners } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { startBannerServer, startSilentServer, type RawPeer } from '@naas/device-lab';
import { connect, Handshakes, type ConnectOptions } from '../index.js';
import { closeAll, lab, open } from '../testing/lab.js';

const peers: Pick<RawPeer, 'close'>[] = [];
const abort = new AbortController();
setMaxListeners(0, abort.signal);
afterEach(async () => {
  await closeAll();
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});
afterAll(() => {
  abort.abort();
});

/** Connects to a peer that never completes the handshake; resolves to the error. */
async function connectInVain(
  peer: Pick<RawPeer, 'host' | 'port'>,
  more: Partial<ConnectOptions>,
): Promise<unknown> {
  const { host, port } = peer;
  return connect({
    host,
    port,
    platform: 'cisco_ios',
    username: 'a',
    password: 'b',
    connectTimeoutMs: 30_000,
    signal: abort.signal,
    ...more,
  }).catch((error: unknown) => error);
}

/** A peer that sends the identification of an SSH server and nothing more. */
async function stalled(): Promise<RawPeer> {
  const peer = await startBannerServer('SSH-2.0-stalled\r\n');
  peers.push(peer);
  return peer;
}

async function silent(): Promise<RawPeer> {
  const peer = await startSilentServer();
  peers.push(peer);
  return peer;
}

test('a connection waits while all places are taken, and the wait does not count as connecting', async () => {
  const handshakes = new Handshakes({ max: 1, holdMs: 60_000 });
  const device = await lab();
  const [first, second] = [
    connectInVain(await stalled(), { handshakes, connectTimeoutMs: 1_500 }),
    connectInVain(await stalled(), { handshakes, connectTimeoutMs: 300 }),
  ];
  const began = performance.now();
  const connecting = open(device, { handshakes, connectTimeoutMs: 1_000 }).then(
    (connection) => [connection.isOpen, performance.now() - began] as const,
  );
  expect(await first).toMatchObject({ code: 'CONNECTION_TIMEOUT' });
  expect(await second).toMatchObject({ code: 'CONNECTION_TIMEOUT' });
  const [isOpen, tookMs] = await connecting;
  expect(isOpen).toBe(true);
  expect(tookMs).toBeGreaterThan(1_700);
});

test('an abort ends the wait, and the next one gets the place', async () => {
  const handshakes = new Handshakes({ max: 1, holdMs: 60_000 });
  const device = await lab();
  const ended = connectInVain(await stalled(), { handshakes, connectTimeoutMs: 700 });
  const given = new AbortController();
  const waiting = open(device, { handshakes, signal: given.signal });
  const next = open(device, { handshakes });
  await device.waitFor(({ connections }) => connections === 2, 2_000);
  given.abort('enough');
  await expect(waiting).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
  expect(device.logins).toBe(0);
  await ended;
  expect((await next).isOpen).toBe(true);
});

test('a device that sends nothing takes no place', async () => {
  const handshakes = new Handshakes({ max: 1, holdMs: 60_000 });
  const peer = await silent();
  for (let count = 0; count < 5; count++) void connectInVain(peer, { handshakes });
  expect((await open(await lab(), { handshakes, connectTimeoutMs: 2_000 })).isOpen).toBe(true);
});

test('a slow device loses its place after holdMs', async () => {
  const handshakes = new Handshakes({ max: 1, holdMs: 30 });
  const peer = await stalled();
  for (let count = 0; count < 5; count++) void connectInVain(peer, { handshakes });
  expect((await open(await lab(), { handshakes })).isOpen).toBe(true);
});

test('every place is given back, however connecting ends', async () => {
  const handshakes = new Handshakes({ max: 1, holdMs: 60_000 });
  const device = await lab();
  await expect(open(device, { handshakes, password: 'wrong' })).rejects.toMatchObject({
    code: 'AUTH_FAILURE',
  });
  await expect(
    open(await lab({ algorithms: { kex: ['diffie-hellman-group14-sha1'] } }), {
      handshakes,
      algorithms: 'modern',
    }),
  ).rejects.toMatchObject({ code: 'SSH_ERROR' });
  await expect(open(await lab({ faults: { closeOnConnect: true } }), { handshakes })).rejects.toMatchObject({
    code: 'SSH_ERROR',
  });
  await expect(open(device, { handshakes, hostKey: 'strict' })).rejects.toMatchObject({
    code: 'HOST_KEY_MISMATCH',
  });
  await Promise.all(Array.from({ length: 5 }, () => open(device, { handshakes })));
});

test('by default a process runs ten handshakes at once, each for a second at most', async () => {
  const begunAt: number[] = [];
  const server = createServer((socket: Socket) => {
    let bytes = 0;
    socket.on('error', () => undefined).write('SSH-2.0-stalled\r\n');
    socket.on('data', (chunk) => {
      const before = bytes;
      bytes += chunk.length;
      if (before < 200 && bytes >= 200) {
        // The identification is shorter than 200 bytes, the list of algorithms is longer.
        begunAt.push(performance.now());
        server.emit('begun');
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server has an address of this shape.
  const { port } = server.address() as AddressInfo;
  const given = new AbortController();
  setMaxListeners(0, given.signal);
  const ended = Promise.all(
    Array.from({ length: 12 }, () => connectInVain({ host: '127.0.0.1', port }, { signal: given.signal })),
  );
  while (begunAt.length < 12) await once(server, 'begun');
  given.abort();
  await ended;
  server.close();
  const after = begunAt.map((at) => at - (begunAt[0] ?? 0));
  expect(after[9]).toBeLessThan(900);
  expect(after[10]).toBeGreaterThan(900);
});
