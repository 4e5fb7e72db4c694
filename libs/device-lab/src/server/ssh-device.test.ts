import { connect } from 'node:net';
import { once } from 'node:events';
import { newHostKey, startDevice } from '../index.js';
import { openTerminal } from '../testing/client.js';
import { closeDevices, device } from '../testing/with-device.js';

afterEach(closeDevices);

test('a wrong password and a wrong user name are refused', async () => {
  const lab = await device();
  await expect(openTerminal(lab, { password: 'wrong' })).rejects.toThrow('authentication methods failed');
  await expect(openTerminal(lab, { username: 'other' })).rejects.toThrow('authentication methods failed');
  expect(lab.logins).toBe(0);
  expect(lab.connections).toBe(2);
});

test('keyboard-interactive asks for the password', async () => {
  const lab = await device({ auth: ['keyboard-interactive'] });
  const handler = {
    type: 'keyboard-interactive' as const,
    username: 'admin',
    prompt: (...args: unknown[]) => {
      // ssh2 passes its callback last.
      (args.at(-1) as (answers: string[]) => void)(['lab-password']);
    },
  };
  await openTerminal(lab, { authHandler: [handler] });
  expect(lab.logins).toBe(1);
});

test('none needs the user name only', async () => {
  const lab = await device({ auth: ['none'] });
  await openTerminal(lab, { authHandler: ['none'] });
  expect(lab.logins).toBe(1);
});

test('any public key with a valid signature is accepted, unless others are listed', async () => {
  const key = newHostKey();
  await openTerminal(await device({ auth: ['publickey'] }), { privateKey: key, authHandler: ['publickey'] });
  const strict = await device({ auth: ['publickey'], authorizedKeys: ['ssh-ed25519 AAAAother'] });
  await expect(openTerminal(strict, { privateKey: key, authHandler: ['publickey'] })).rejects.toThrow(
    'authentication methods failed',
  );
});

test('devices without a host key of their own share one', async () => {
  const seen: string[] = [];
  const hostVerifier = (key: Buffer): boolean => {
    seen.push(key.toString('base64'));
    return true;
  };
  for (const options of [{}, {}, { hostKey: newHostKey() }, { hostKey: newHostKey('rsa') }]) {
    await openTerminal(await device(options), { hostVerifier });
  }
  expect(seen[0]).toBe(seen[1]);
  expect(new Set(seen).size).toBe(3);
});

test('legacy algorithms can be offered', async () => {
  const algorithms = {
    kex: ['diffie-hellman-group1-sha1' as const],
    cipher: ['3des-cbc' as const],
    hmac: ['hmac-sha1' as const],
  };
  const lab = await device({ algorithms });
  await expect(openTerminal(lab)).rejects.toThrow('no matching');
  const terminal = await openTerminal(lab, { algorithms });
  await terminal.until(/>$/);
});

test('connections beyond maxSessions are closed at once', async () => {
  const lab = await device({ maxSessions: 2 });
  const first = await openTerminal(lab);
  await openTerminal(lab);
  await expect(openTerminal(lab)).rejects.toThrow();
  await first.close();
  await lab.waitFor((one) => one.openSessions === 1, 1_000);
  await openTerminal(lab);
  expect(lab.peakSessions).toBe(2);
});

test('a paused device refuses connections, keeps its sessions and resumes on its port', async () => {
  const lab = await device();
  const terminal = await openTerminal(lab);
  const { port } = lab;
  lab.pause();
  await expect(openTerminal(lab)).rejects.toThrow('ECONNREFUSED');
  await terminal.until(/>$/);
  await terminal.send('show clock', />$/);
  await lab.resume();
  expect(lab.port).toBe(port);
  await openTerminal(lab);
});

test('refuseLogins refuses logins until it is switched off', async () => {
  const lab = await device();
  lab.refuseLogins(true);
  await expect(openTerminal(lab)).rejects.toThrow('authentication methods failed');
  lab.refuseLogins(false);
  await openTerminal(lab);
});

test('dropSessions cuts every connection', async () => {
  const lab = await device();
  const both = [await openTerminal(lab), await openTerminal(lab)];
  lab.dropSessions();
  await Promise.all(both.map((terminal) => terminal.closed));
  await lab.waitFor((one) => one.openSessions === 0, 1_000);
});

test('waitFor rejects with the state of the device after its time-out', async () => {
  const lab = await device();
  await expect(lab.waitFor(() => false, 5)).rejects.toThrow(
    'lab1: condition not met within 5 ms; 0 sessions, 0 lines received',
  );
});

test('custom answers come first, by exact text or by prefix, and may be promises', async () => {
  let finish: (text: string) => void = () => undefined;
  const lab = await device({
    commands: {
      'show version': 'mine\nown',
      'show big *': ({ rest, mode, hostname }) => `${hostname} ${mode} ${'x'.repeat(Number(rest))}`,
      'show slow': () =>
        new Promise<string>((resolve) => {
          finish = resolve;
        }),
    },
  });
  const terminal = await openTerminal(lab);
  await terminal.until(/>$/);
  expect(await terminal.send('show version', />$/)).toBe('show version\r\nmine\r\nown\r\nlab1>');
  expect(await terminal.send('show big 3', />$/)).toBe('show big 3\r\nlab1 exec xxx\r\nlab1>');
  await terminal.send('show slow', /show slow\r\n$/);
  finish('at last');
  expect(await terminal.until(/>$/)).toBe('at last\r\nlab1>');
});

test('a custom answer that throws cuts the connection, and its error is kept', async () => {
  const lab = await device({
    commands: {
      boom: () => {
        throw new Error('of the test');
      },
    },
  });
  const terminal = await openTerminal(lab);
  terminal.type('boom\n');
  await terminal.closed;
  expect(lab.defects).toEqual([new Error('of the test')]);
});

test('a port in use, an unknown personality and an unknown mode are errors', async () => {
  const lab = await device();
  await expect(startDevice({ port: lab.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(startDevice({ personality: 'toaster' })).rejects.toThrow(
    'unknown personality toaster; known are cisco_ios',
  );
  await expect(startDevice({ landsIn: 'kitchen' })).rejects.toThrow('cisco_ios has no mode kitchen');
});

test('a client that does not speak SSH does not harm the device', async () => {
  const lab = await device();
  const socket = connect(lab.port, lab.host);
  socket.write('GET / HTTP/1.1\r\n\r\n');
  socket.resume();
  await once(socket, 'close');
  await openTerminal(lab);
});
