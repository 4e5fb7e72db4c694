import {
  closedPort,
  newHostKey,
  startBannerServer,
  startClosingServer,
  startSilentServer,
  type RawPeer,
} from '@naas/device-lab';
import { connect, MemoryHostKeys, type ConnectOptions } from './index.js';
import { closeAll, lab, open, optionsFor, typed } from './testing/lab.js';

const peers: RawPeer[] = [];
afterEach(async () => {
  await closeAll();
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
});

async function to(peer: Promise<RawPeer>, more: Partial<ConnectOptions> = {}): Promise<ConnectOptions> {
  const { host, port } = await peer;
  peers.push(await peer);
  return {
    host,
    port,
    platform: 'cisco_ios',
    username: 'admin',
    password: 'lab-password',
    connectTimeoutMs: 500,
    ...more,
  };
}

describe('rejects with the code of the failure', () => {
  test('a closed port: CONNECTION_REFUSED', async () => {
    await expect(connect(await to(closedPort()))).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: expect.stringMatching(/^127\.0\.0\.1 port \d+ refused the connection\.$/) as string,
    });
  });

  test('a name without an address: HOST_NOT_FOUND', async () => {
    await expect(
      connect(await to(closedPort(), { host: 'no-such-device.invalid', connectTimeoutMs: 8_000 })),
    ).rejects.toMatchObject({ code: 'HOST_NOT_FOUND' });
  });

  test('a silent peer: CONNECTION_TIMEOUT', async () => {
    await expect(connect(await to(startSilentServer(), { connectTimeoutMs: 150 }))).rejects.toMatchObject({
      code: 'CONNECTION_TIMEOUT',
      message: expect.stringContaining('within 150 ms: the SSH handshake had not finished') as string,
    });
  });

  test('a peer that is not SSH: SSH_ERROR', async () => {
    await expect(
      connect(await to(startBannerServer('HTTP/1.1 400 Bad Request\r\n\r\n'))),
    ).rejects.toMatchObject({
      code: 'SSH_ERROR',
      message: expect.stringMatching(/^127\.0\.0\.1 port \d+ is not an SSH server\.$/) as string,
      cause: new Error('it sent "HTTP/1.1 400 Bad Request"'),
      isAuthenticated: false,
    });
  });

  test('a peer that closes at once: SSH_ERROR', async () => {
    await expect(connect(await to(startClosingServer()))).rejects.toMatchObject({ code: 'SSH_ERROR' });
  });

  test('a wrong password: AUTH_FAILURE, without the password in any part of it', async () => {
    const error: unknown = await open(await lab(), { password: 'wr0ng-password' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: 'AUTH_FAILURE' });
    expect(`${String(error)}${JSON.stringify(error)}`).not.toContain('wr0ng');
  });

  test('a device that hangs up at a wrong password: AUTH_FAILURE', async () => {
    for (const auth of ['password', 'keyboard-interactive'] as const) {
      const device = await lab({ auth: [auth], faults: { hangUpAtWrongPassword: true } });
      await expect(open(device, { password: 'wr0ng-password' })).rejects.toMatchObject({
        code: 'AUTH_FAILURE',
        isAuthenticated: false,
      });
    }
  });

  test('a device that demands a new password: PASSWORD_EXPIRED', async () => {
    for (const auth of ['password', 'keyboard-interactive'] as const) {
      const device = await lab({ auth: [auth], faults: { expiredPassword: true } });
      await expect(open(device)).rejects.toMatchObject({ code: 'PASSWORD_EXPIRED', isAuthenticated: false });
    }
  });

  test('a wrong enable secret: ENABLE_FAILED', async () => {
    const device = await lab({ personality: 'cisco_ios' });
    const error: unknown = await open(device, { enable: 'wr0ng-secret' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'ENABLE_FAILED' });
    expect(String(error)).not.toContain('wr0ng');
    await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
  });

  test.each([
    ['hangs at login', { hangAtLogin: true }, false],
    ['shows no prompt, which is after authentication', { hangAtShell: true }, true],
  ])('a device that %s: CONNECTION_TIMEOUT', async (_name, faults, isAuthenticated) => {
    const device = await lab({ faults });
    await expect(open(device, { connectTimeoutMs: 200 })).rejects.toMatchObject({
      code: 'CONNECTION_TIMEOUT',
      isAuthenticated,
    });
  });

  test('a device that closes after login: CONNECTION_LOST or SSH_ERROR', async () => {
    await expect(open(await lab({ faults: { closeAfterLogin: true } }))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:CONNECTION_LOST|SSH_ERROR)$/) as string,
    });
  });

  test('a device without a free vty line: SSH_ERROR', async () => {
    const device = await lab({ maxSessions: 1 });
    await open(device);
    await expect(open(device)).rejects.toMatchObject({ code: 'SSH_ERROR' });
  });

  test("no algorithm in common: SSH_ERROR that names the device's algorithms", async () => {
    const device = await lab({ algorithms: { kex: ['diffie-hellman-group14-sha1'] } });
    await expect(open(device, { algorithms: 'modern' })).rejects.toMatchObject({
      code: 'SSH_ERROR',
      message: expect.stringContaining('diffie-hellman-group14-sha1') as string,
    });
    await open(device, { algorithms: 'compatible' });
  });

  test('an unknown platform: UNSUPPORTED, before anything is sent', async () => {
    const device = await lab();
    await expect(open(device, { platform: 'cisco_iso' })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(device.connections).toBe(0);
  });
});

describe('host keys', () => {
  test('are pinned at first sight; another key is HOST_KEY_MISMATCH before a password is sent', async () => {
    const hostKeys = new MemoryHostKeys();
    const first = await lab({ hostKey: newHostKey() });
    const { port } = first;
    await open(first, { hostKey: 'tofu', hostKeys });
    await open(first, { hostKey: 'tofu', hostKeys });
    await closeAll();
    const other = await lab({ hostKey: newHostKey(), port });
    await expect(open(other, { hostKey: 'tofu', hostKeys })).rejects.toMatchObject({
      code: 'HOST_KEY_MISMATCH',
    });
    expect(other.logins).toBe(0);
  });

  test('are not pinned before the login succeeds', async () => {
    const hostKeys = new MemoryHostKeys();
    const stranger = await lab({ hostKey: newHostKey() });
    const { port, host } = stranger;
    await expect(open(stranger, { hostKey: 'tofu', hostKeys, password: 'wrong' })).rejects.toMatchObject({
      code: 'AUTH_FAILURE',
    });
    expect(await hostKeys.get(host, port)).toBeUndefined();
    await closeAll();
    await open(await lab({ hostKey: newHostKey(), port }), { hostKey: 'tofu', hostKeys });
    expect(await hostKeys.get(host, port)).toMatch(/^SHA256:/);
  });

  test('of first connections at the same time agree: one key is pinned, another one is refused', async () => {
    const pinned = 'SHA256:another';
    // The other connection has pinned its key between our look-up and our login.
    const hostKeys = { get: () => Promise.resolve(undefined), pin: () => Promise.resolve(pinned) };
    await expect(open(await lab(), { hostKey: 'tofu', hostKeys })).rejects.toMatchObject({
      code: 'HOST_KEY_MISMATCH',
      isAuthenticated: true,
    });
    const shared = new MemoryHostKeys();
    const device = await lab();
    await Promise.all(Array.from({ length: 4 }, () => open(device, { hostKey: 'tofu', hostKeys: shared })));
  });

  test('must be pinned already if the policy is strict', async () => {
    await expect(
      open(await lab(), { hostKey: 'strict', hostKeys: new MemoryHostKeys() }),
    ).rejects.toMatchObject({ code: 'HOST_KEY_MISMATCH' });
  });

  test("that cannot be looked up end connecting with the store's own error", async () => {
    const broken = new Error('the store is away');
    const hostKeys = { get: () => Promise.reject(broken), pin: () => Promise.reject(broken) };
    await expect(open(await lab(), { hostKey: 'tofu', hostKeys })).rejects.toBe(broken);
  });
});

test('a connection lost after a change of keys is CONNECTION_LOST', async () => {
  const device = await lab();
  const connection = await open(device);
  device.changeKeys();
  // The answer comes after the new keys and is encrypted with them.
  expect((await connection.sendCommand('show lab lines 100')).refused).toBe(false);
  device.setFaults({ dropOnCommand: 'show clock' });
  await expect(connection.sendCommand('show clock')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
});

test('keyboard-interactive is used if password is not offered', async () => {
  const connection = await open(await lab({ auth: ['keyboard-interactive'] }));
  expect(connection.isIdle).toBe(true);
});

test('a banner that looks like a prompt is not taken for one', async () => {
  const device = await lab({
    personality: 'cisco_ios',
    output: 'characters',
    faults: { garbageBeforePrompt: 'Welcome to router1#\r\nrouter2#show\r\n*** no access ###\r\n' },
  });
  const connection = await open(device);
  expect((await connection.sendCommand('show lab lines 2')).output.split('\n')).toHaveLength(2);
});

test('a secret is typed only in reply to its question', async () => {
  const device = await lab({ personality: 'cisco_ios' });
  await open(device);
  expect(device.received.filter(({ line }) => line === 'lab-enable')).toEqual([
    expect.objectContaining({ mode: 'secret' }),
  ]);
  expect(typed(device)).not.toContain('lab-password');
});

describe('an abort ends connecting at once', () => {
  test('before it begins', async () => {
    const device = await lab();
    const signal = AbortSignal.abort('enough');
    await expect(open(device, { signal })).rejects.toMatchObject({ code: 'ABORTED', cause: 'enough' });
  });

  test('while the peer is silent, at login, and at the prompt', async () => {
    const silent = await to(startSilentServer(), { connectTimeoutMs: 20_000 });
    const waits = [
      silent,
      optionsFor(await lab({ faults: { hangAtLogin: true } })),
      optionsFor(await lab({ faults: { hangAtShell: true } })),
    ];
    for (const options of waits) {
      const abort = new AbortController();
      const connecting = connect({ ...options, signal: abort.signal });
      setTimeout(() => {
        abort.abort();
      }, 100);
      await expect(connecting).rejects.toMatchObject({ code: 'ABORTED' });
    }
  });
});

test('close leaves no sockets or timers behind', async () => {
  const device = await lab();
  const kinds = (): readonly string[] =>
    process.getActiveResourcesInfo().filter((kind) => /TCPSocket|TCPWrap|Timeout|Immediate/.test(kind));
  await (await open(device)).close();
  const before = kinds();
  for (let count = 0; count < 3; count++) {
    const connection = await open(device);
    await connection.sendCommand('show lab lines 1');
    await connection.close();
    await connection.close();
    expect(connection.isOpen).toBe(false);
  }
  await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
  expect(kinds()).toEqual(before);
});
