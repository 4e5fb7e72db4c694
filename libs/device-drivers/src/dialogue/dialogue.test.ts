import { labLine } from '@naas/device-lab';
import { closeAll, lab, open, typed } from '../testing/lab.js';

afterEach(closeAll);

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => labLine(index)).join('\n');

test('output with lines that look like the prompt is complete', async () => {
  const text = 'lab1#show version\nlab1#\nother#\nlab1# \nthe end';
  for (const output of ['whole', 'characters', { chunk: 3, pauseMs: 1 }] as const) {
    const connection = await open(
      await lab({ personality: 'cisco_nxos', output, commands: { 'show log': text } }),
    );
    expect((await connection.sendCommand('show log')).output).toBe(text);
  }
});

test('late text of one answer is not part of the next', async () => {
  const device = await lab({
    personality: 'cisco_ios',
    faults: {
      noiseAfterCommand: [
        'show lab lines 1',
        '\n*Mar  1 00:00:01: %SYS-5-CONFIG_I: Configured from console\nlab1#',
      ],
    },
  });
  const connection = await open(device);
  await connection.sendCommand('show lab lines 1');
  expect((await connection.sendCommand('show lab lines 2')).output).toBe(lines(2));
});

test('the echo of a command wider than the terminal is removed from its output', async () => {
  const long = `show lab lines ${'0'.repeat(600)}2`;
  for (const personality of ['linux', 'cisco_ios']) {
    const connection = await open(await lab({ personality, commands: { [long]: 'the answer' } }));
    expect((await connection.sendCommand(long)).output).toBe('the answer');
  }
});

test('expect also ends a command, and the connection is then not idle', async () => {
  const device = await lab({ personality: 'cisco_ios' });
  const connection = await open(device);
  const { output } = await connection.sendCommand('copy running-config startup-config', {
    expect: /\[startup-config\]\?/,
  });
  expect(output).toContain('Destination filename [startup-config]?');
  expect(connection.isIdle).toBe(false);
  expect((await connection.sendCommand('')).output).toMatch(/OK|Building|copied/i);
  expect(connection.isIdle).toBe(true);
});

test('expect does not end a command at its own echo', async () => {
  const connection = await open(await lab({ personality: 'cisco_ios', output: 'characters' }));
  expect((await connection.sendCommand('show lab lines 3', { expect: /show lab/ })).output).toBe(lines(3));
});

test('the password and the enable secret are masked in output', async () => {
  const commands = { 'show secrets': 'password lab-password enable lab-enable' };
  const connection = await open(await lab({ personality: 'cisco_ios', commands }));
  expect((await connection.sendCommand('show secrets')).output).toBe('password ******** enable ********');
});

test('output over the limit is OUTPUT_TOO_LARGE, and the connection is closed', async () => {
  const connection = await open(await lab(), { maxOutputBytes: 100_000 });
  await expect(connection.sendCommand('show lab lines 100000')).rejects.toMatchObject({
    code: 'OUTPUT_TOO_LARGE',
  });
  expect(connection.isOpen).toBe(false);
});

test('an output of 10 MB is complete', async () => {
  const connection = await open(await lab());
  expect((await connection.sendCommand('show lab lines 131072')).output).toBe(lines(131_072));
});

test('a command without an answer is READ_TIMEOUT, and the connection is closed', async () => {
  const device = await lab({
    personality: 'cisco_ios',
    commands: { 'copy x': 'the secret is lab-password', ask: '' },
    faults: { hangOnCommand: 'ask' },
  });
  const connection = await open(device);
  const error: unknown = await connection
    .sendCommand('ask', { readTimeoutMs: 150 })
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'READ_TIMEOUT',
    message: expect.stringContaining('within 150 ms') as string,
  });
  expect(connection.isOpen).toBe(false);
  await connection.closed;
  await expect(connection.sendCommand('show lab lines 1')).rejects.toMatchObject({ code: 'READ_TIMEOUT' });
});

test('an abort closes the connection at once', async () => {
  const device = await lab({ faults: { hangOnCommand: 'wait' } });
  const connection = await open(device);
  const abort = new AbortController();
  const command = connection.sendCommand('wait', { signal: abort.signal });
  await device.waitFor(({ received }) => received.some(({ line }) => line === 'wait'), 2_000);
  abort.abort('cancelled');
  await expect(command).rejects.toMatchObject({ code: 'ABORTED', cause: 'cancelled' });
  await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
});

test.each(['dropOnCommand', 'cutOnCommand'] as const)('%s is CONNECTION_LOST', async (fault) => {
  const device = await lab({ faults: { [fault]: 'show lab lines 50' } });
  const connection = await open(device);
  await expect(connection.sendCommand('show lab lines 50')).rejects.toMatchObject({
    code: 'CONNECTION_LOST',
  });
  expect(connection.isOpen).toBe(false);
});

test('an idle connection that the device ends is not open', async () => {
  const device = await lab();
  const connection = await open(device);
  device.dropSessions();
  await connection.closed;
  expect([connection.isOpen, connection.isIdle]).toEqual([false, false]);
  await expect(connection.check()).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
});

test('check sends Enter only, and the prompt comes back', async () => {
  const device = await lab();
  const connection = await open(device);
  const before = typed(device).length;
  await connection.check();
  expect(typed(device).slice(before)).toEqual(['']);
  expect(connection.isIdle).toBe(true);
});

test('a second operation at the same time is refused', async () => {
  const connection = await open(await lab());
  const first = connection.sendCommand('show lab lines 1');
  await expect(connection.sendCommand('show lab lines 2')).rejects.toThrow('Another operation is running');
  expect((await first).output).toBe(lines(1));
});

test('a changed host name is learnt', async () => {
  const device = await lab({ personality: 'cisco_ios' });
  const connection = await open(device);
  await connection.sendConfig(['hostname another-name']);
  expect((await connection.sendCommand('show lab lines 1')).output).toBe(lines(1));
});

test('close logs out', async () => {
  const device = await lab({ personality: 'cisco_ios' });
  const connection = await open(device);
  await connection.close();
  expect(typed(device).at(-1)).toBe('exit');
});
