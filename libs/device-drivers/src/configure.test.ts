import type { OutputStyle } from '@naas/device-lab';
import { closeAll, lab, open, typed } from './testing/lab.js';

afterEach(closeAll);

interface Case {
  readonly personality: string;
  readonly lines: readonly string[];
  /** A line of the running configuration afterwards; Junos: of the candidate. */
  readonly expected: string;
  readonly bad: readonly string[];
}

const cases: readonly Case[] = [
  {
    personality: 'cisco_ios',
    lines: ['interface Loopback7', 'description seven'],
    expected: 'description seven',
    bad: ['interface Loopback7', 'nonsense S3cretWord', 'shutdown'],
  },
  {
    personality: 'cisco_nxos',
    lines: ['interface loopback7', 'description seven'],
    expected: 'description seven',
    bad: ['interface loopback7', 'nonsense S3cretWord', 'shutdown'],
  },
  {
    personality: 'arista_eos',
    lines: ['interface Loopback7', 'description seven'],
    expected: 'description seven',
    bad: ['interface Loopback7', 'nonsense S3cretWord', 'shutdown'],
  },
  {
    personality: 'juniper_junos',
    lines: ['set interfaces lo0 description seven'],
    expected: 'set interfaces lo0 description seven',
    bad: ['set interfaces lo0 description six', 'set bad S3cretWord', 'set system host-name never'],
  },
  {
    personality: 'linux',
    lines: ['echo seven >> /etc/motd'],
    expected: 'seven',
    bad: ['echo six >> /etc/motd', 'frobnicate S3cretWord', 'echo never >> /etc/motd'],
  },
];
const styles: readonly OutputStyle[] = ['whole', 'characters'];
const all = cases.flatMap((one) => styles.map((output) => ({ ...one, output })));
const configOf = (device: Awaited<ReturnType<typeof lab>>): readonly string[] =>
  (device.personality === 'juniper_junos' ? device.candidateConfig : device.runningConfig).map((line) =>
    line.trim(),
  );

test.each(all)(
  '$personality, output $output: configuration lines are accepted, and the connection is idle again',
  async ({ personality, lines, expected, output }) => {
    const device = await lab({ personality, output });
    const connection = await open(device);
    const transcript = await connection.sendConfig(lines);
    expect(configOf(device)).toContain(expected);
    for (const line of lines) expect(transcript.output).toContain(line);
    expect(connection.isIdle).toBe(true);
    expect((await connection.sendCommand('show lab lines 1')).output).toMatch(/^0000000 /);
  },
);

test.each(all)(
  '$personality, output $output: the push stops at a refused line, names it, and leaves the mode',
  async ({ personality, bad, output }) => {
    const device = await lab({ personality, output });
    const connection = await open(device);
    const error: unknown = await connection.sendConfig(bad).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'CONFIG_REJECTED',
      line: 2,
      output: expect.stringContaining(bad[1] ?? '') as string,
    });
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/^The device refused line 2 of 3: ".+"\. Nothing after it was sent\.$/),
    );
    expect(error).toHaveProperty('message', expect.not.stringContaining('S3cretWord'));
    expect(typed(device)).not.toContain(bad[2]);
    expect(connection.isIdle).toBe(true);
  },
);

describe('Junos', () => {
  test('commits with a comment', async () => {
    const device = await lab({ personality: 'juniper_junos' });
    const connection = await open(device);
    await connection.sendConfig(['set system host-name mx9']);
    expect(device.runningConfig).not.toContain('set system host-name mx9');
    expect((await connection.commit({ comment: 'why "so"' })).output).toContain('commit complete');
    expect(device.runningConfig).toContain('set system host-name mx9');
    expect(typed(device)).toContain(`commit comment "why 'so'"`);
    expect(connection.isIdle).toBe(true);
  });

  test('discards the candidate when a line is refused', async () => {
    const device = await lab({ personality: 'juniper_junos' });
    await expect(
      (await open(device)).sendConfig(['set system host-name mx9', 'set bad']),
    ).rejects.toMatchObject({ code: 'CONFIG_REJECTED' });
    expect(device.candidateConfig).toEqual(device.runningConfig);
  });

  test('discards the candidate when the commit fails, and reports the reason', async () => {
    const device = await lab({ personality: 'juniper_junos' });
    const connection = await open(device);
    await connection.sendConfig(['set system host-name lab-commit-error']);
    await expect(connection.commit()).rejects.toMatchObject({
      code: 'CONFIG_REJECTED',
      message: expect.stringMatching(
        /^The device did not commit the configuration: "error: .+"\.$/,
      ) as string,
    });
    expect(device.candidateConfig).toEqual(device.runningConfig);
    expect(connection.isIdle).toBe(true);
  });

  test('cannot save', async () => {
    const device = await lab({ personality: 'juniper_junos' });
    const connection = await open(device);
    const before = typed(device).length;
    await expect(connection.save()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(typed(device)).toHaveLength(before);
  });

  test('enters the command line when root starts in a shell', async () => {
    const device = await lab({ personality: 'juniper_junos', username: 'root', landsIn: 'shell' });
    expect((await (await open(device)).sendCommand('show lab lines 1')).refused).toBe(false);
  });

  test('accepts a chassis role above its prompts', async () => {
    const device = await lab({ personality: 'juniper_junos', promptLine: '{master:0}' });
    const connection = await open(device);
    expect((await connection.sendCommand('show lab lines 1')).output).not.toContain('master');
    await connection.sendConfig(['set system host-name mx9']);
    expect(device.candidateConfig).toContain('set system host-name mx9');
  });
});

test.each(['cisco_ios', 'cisco_nxos', 'arista_eos'])('%s saves', async (personality) => {
  const device = await lab({ personality });
  const connection = await open(device);
  await connection.sendConfig(['hostname lab2']);
  expect(device.startupConfig).not.toContain('hostname lab2');
  await connection.save();
  expect(device.startupConfig).toContain('hostname lab2');
  expect(connection.isIdle).toBe(true);
});

test('a save the device refuses is CONFIG_REJECTED', async () => {
  const device = await lab({
    personality: 'cisco_ios',
    commands: { 'write memory': '%Error opening nvram:startup-config (No space left on device)' },
  });
  await expect((await open(device)).save()).rejects.toMatchObject({
    code: 'CONFIG_REJECTED',
    message: expect.stringContaining('%Error') as string,
  });
});

test.each(['linux', 'cisco_ios', 'cisco_nxos', 'arista_eos'])(
  '%s has no commit, and nothing is sent',
  async (personality) => {
    const device = await lab({ personality });
    const connection = await open(device);
    const before = typed(device).length;
    await expect(connection.commit()).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(typed(device)).toHaveLength(before);
  },
);

test('a line may itself leave configuration mode', async () => {
  const device = await lab({ personality: 'cisco_ios' });
  const connection = await open(device);
  await connection.sendConfig(['interface Loopback7', 'exit', 'hostname lab7', 'end']);
  expect(device.runningConfig).toContain('hostname lab7');
  expect(connection.isIdle).toBe(true);
});

test('nothing more is sent when beforeLine throws', async () => {
  const device = await lab({ personality: 'cisco_ios' });
  const connection = await open(device);
  const reason = new Error('lost');
  const push = connection.sendConfig(['interface Loopback7', 'description one', 'shutdown'], {
    beforeLine: (line) => {
      if (line === 2) throw reason;
    },
  });
  await expect(push).rejects.toMatchObject({
    code: 'ABORTED',
    line: 2,
    cause: reason,
    output: expect.stringContaining('interface Loopback7') as string,
  });
  await connection.closed;
  await device.waitFor(({ openSessions }) => openSessions === 0, 2_000);
  expect(typed(device).at(-1)).toBe('interface Loopback7');
});

test('a line that the device does not answer is READ_TIMEOUT, with line number and output', async () => {
  const device = await lab({ personality: 'cisco_ios', faults: { hangOnCommand: 'description slow' } });
  const connection = await open(device);
  const push = connection.sendConfig(['interface Loopback7', 'description slow', 'shutdown'], {
    readTimeoutMs: 200,
  });
  await expect(push).rejects.toMatchObject({
    code: 'READ_TIMEOUT',
    line: 2,
    output: expect.stringContaining('interface Loopback7') as string,
  });
  expect(connection.isOpen).toBe(false);
});

test('a connection that drops during a push is CONNECTION_LOST, with the line number', async () => {
  const device = await lab({ personality: 'cisco_ios', faults: { dropOnCommand: 'description x' } });
  const push = (await open(device)).sendConfig(['interface Loopback7', 'description x']);
  await expect(push).rejects.toMatchObject({ code: 'CONNECTION_LOST', line: 2 });
});

test('a line break within a line is refused before anything is sent', async () => {
  const device = await lab({ personality: 'cisco_ios' });
  const connection = await open(device);
  const before = typed(device).length;
  await expect(connection.sendConfig(['hostname x', 'banner\nreload'])).rejects.toThrow(
    'Line 2 contains a line break',
  );
  expect(typed(device)).toHaveLength(before);
});
