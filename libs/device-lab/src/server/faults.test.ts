import { openTerminal } from '../testing/client.js';
import { closeDevices, device } from '../testing/with-device.js';

afterEach(closeDevices);

test('closeOnConnect ends each connection before anything is sent', async () => {
  await expect(openTerminal(await device({ faults: { closeOnConnect: true } }))).rejects.toThrow(
    /handshake|ECONNRESET/,
  );
});

test('closeAfterLogin ends the connection before a shell opens', async () => {
  const lab = await device({ faults: { closeAfterLogin: true } });
  await expect(openTerminal(lab)).rejects.toThrow();
  expect(lab.logins).toBe(1);
});

test('hangAtLogin leaves the password unanswered', async () => {
  const lab = await device({ faults: { hangAtLogin: true } });
  await expect(openTerminal(lab, { readyTimeout: 200 })).rejects.toThrow('Timed out');
  expect(lab.connections).toBe(1);
});

test('hangAtShell prints nothing until released', async () => {
  const lab = await device({ faults: { hangAtShell: true } });
  const terminal = await openTerminal(lab);
  await lab.waitFor((one) => one.openSessions === 1, 1_000);
  expect(terminal.text).toBe('');
  lab.release();
  await terminal.until(/lab1>$/);
});

test('garbageBeforePrompt comes before the first prompt, noiseAfterCommand after a later one', async () => {
  const lab = await device({
    faults: {
      garbageBeforePrompt: '*** lab # only ***\n',
      noiseAfterCommand: ['show clock', '\n%SYS-5-CONFIG_I: configured\nlab1>'],
    },
  });
  const terminal = await openTerminal(lab);
  expect(await terminal.until(/>$/)).toBe('\r\n*** lab # only ***\r\nlab1>');
  expect(await terminal.send('show clock', />\r\n.*\r\nlab1>$/)).toContain(
    'lab1>\r\n%SYS-5-CONFIG_I: configured\r\nlab1>',
  );
});

test('dropOnCommand ends the connection before the answer, cutOnCommand within it', async () => {
  const lab = await device({ faults: { dropOnCommand: 'show clock', cutOnCommand: 'show version' } });
  const dropped = await openTerminal(lab);
  await dropped.until(/>$/);
  dropped.type('show clock\n');
  await dropped.closed;
  expect(dropped.text).not.toContain('UTC');
  const cut = await openTerminal(lab);
  await cut.until(/>$/);
  cut.type('show version\n');
  await cut.closed;
  expect(cut.text).toContain('Cisco IOS Software');
  expect(cut.text).not.toContain('Configuration register');
  expect(lab.received.map(({ session, line }) => [session, line])).toEqual([
    [1, 'show clock'],
    [2, 'show version'],
  ]);
});

test('hangOnCommand answers when released, before commands typed in the meantime', async () => {
  const lab = await device({ faults: { hangOnCommand: 'show clock' } });
  const terminal = await openTerminal(lab);
  await terminal.until(/>$/);
  await terminal.send('show clock', /show clock\r\n$/);
  terminal.type('show privilege\n');
  lab.setFaults({});
  lab.release();
  expect(await terminal.until(/privilege level is 1\r\nlab1>$/)).toMatch(
    /^\*.*UTC.*\r\nlab1>show privilege\r\n/,
  );
});

test('latencyMs delays each answer', async () => {
  const lab = await device({ latencyMs: 30 });
  const terminal = await openTerminal(lab);
  await terminal.until(/>$/);
  const start = performance.now();
  await terminal.send('show clock', />$/);
  expect(performance.now() - start).toBeGreaterThan(28);
});
