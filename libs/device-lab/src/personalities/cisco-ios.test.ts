import { labLine } from '../config/numbered-lines.js';
import { openTerminal } from '../testing/client.js';
import { closeDevices, device } from '../testing/with-device.js';

afterEach(closeDevices);

const privileged = { landsIn: 'privilegedExec' } as const;
const prompt = /lab1#$/;

describe.each(['whole', 'characters', { chunk: 7 }] as const)('written as %j', (output) => {
  test('a session goes from login to a changed and saved configuration', async () => {
    const lab = await device({ output });
    const terminal = await openTerminal(lab);
    await terminal.until(/^\r\nlab1>$/);
    expect(await terminal.send('enable', /: $/)).toBe('enable\r\nPassword: ');
    expect(await terminal.send('lab-enable', prompt)).toBe('\r\nlab1#');
    expect(await terminal.send('conf t', /\(config\)#$/)).toBe(
      'conf t\r\nEnter configuration commands, one per line.  End with CNTL/Z.\r\nlab1(config)#',
    );
    expect(await terminal.send('int gi0/1', /\)#$/)).toBe('int gi0/1\r\nlab1(config-if)#');
    await terminal.send('desc to the lab', /\)#$/);
    await terminal.send('end', prompt);
    expect(lab.runningConfig).toContain(' description to the lab');
    expect(await terminal.send('show running-config | section Ethernet0/1', prompt)).toBe(
      'show running-config | section Ethernet0/1\r\ninterface GigabitEthernet0/1\r\n' +
        ' ip address 198.51.100.1 255.255.255.0\r\n description to the lab\r\nlab1#',
    );
    expect(lab.startupConfig).not.toContain(' description to the lab');
    expect(await terminal.send('wr mem', prompt)).toBe(
      'wr mem\r\nBuilding configuration...\r\n[OK]\r\nlab1#',
    );
    expect(lab.startupConfig).toEqual(lab.runningConfig);
  });
});

test('a wrong enable secret is asked for three times and refused', async () => {
  const lab = await device();
  const terminal = await openTerminal(lab);
  await terminal.until(/>$/);
  await terminal.send('enable', /Password: $/);
  expect(await terminal.send('one', /Password: $/)).toBe('\r\nPassword: ');
  await terminal.send('two', /Password: $/);
  expect(await terminal.send('three', />$/)).toBe('\r\n% Bad secrets\r\n\r\nlab1>');
  expect(lab.received.map(({ mode, line }) => [mode, line])).toEqual([
    ['exec', 'enable'],
    ['secret', 'one'],
    ['secret', 'two'],
    ['secret', 'three'],
  ]);
});

test('enabling asks nothing when there is no secret', async () => {
  const terminal = await openTerminal(await device({ enable: null }));
  await terminal.until(/>$/);
  expect(await terminal.send('en', prompt)).toBe('en\r\nlab1#');
});

test.each([
  ['show foo', "          ^\r\n% Invalid input detected at '^' marker.\r\n\r\n"],
  ['foo', "     ^\r\n% Invalid input detected at '^' marker.\r\n\r\n"],
  ['show', '% Incomplete command.\r\n\r\n'],
  ['c', '% Ambiguous command:  "c"\r\n'],
])('%s is refused as IOS does', async (line, refusal) => {
  const terminal = await openTerminal(await device(privileged));
  await terminal.until(prompt);
  expect(await terminal.send(line, prompt)).toBe(`${line}\r\n${refusal}lab1#`);
});

test('a refused configuration line changes nothing and leaves the section open', async () => {
  const lab = await device(privileged);
  const before = lab.runningConfig;
  const terminal = await openTerminal(lab);
  await terminal.until(prompt);
  await terminal.send('configure terminal', /\)#$/);
  await terminal.send('interface GigabitEthernet0/1', /\)#$/);
  expect(await terminal.send('descriptoin x', /\)#$/)).toContain('% Invalid input detected');
  expect(await terminal.send('description', /\)#$/)).toContain('% Incomplete command.');
  expect(await terminal.send('\x1a', prompt)).toContain('^Z');
  expect(lab.runningConfig).toEqual(before);
});

test('a global line closes the section, no removes a line, and the hostname changes the prompt', async () => {
  const lab = await device(privileged);
  const terminal = await openTerminal(lab);
  await terminal.until(prompt);
  await terminal.send('configure terminal', /\)#$/);
  await terminal.send('interface gi0/0', /\(config-if\)#$/);
  await terminal.send('no description', /\(config-if\)#$/);
  await terminal.send('interface lo7', /\(config-if\)#$/);
  await terminal.send('ip address 203.0.113.7 255.255.255.255', /\(config-if\)#$/);
  await terminal.send('hostname edge', /edge\(config\)#$/);
  expect(await terminal.send('do show clock', /edge\(config\)#$/)).toContain('UTC');
  expect(lab.hostname).toBe('edge');
  expect(lab.runningConfig).not.toContain(' description uplink to the core');
  expect(lab.runningConfig.join('\n')).toContain(
    'interface Loopback7\n ip address 203.0.113.7 255.255.255.255\n!\nend',
  );
});

test('copy asks for the file name and saves on Enter', async () => {
  const lab = await device(privileged);
  const terminal = await openTerminal(lab);
  await terminal.until(prompt);
  await terminal.send('copy run start', /^copy run start\r\nDestination filename \[startup-config\]\? $/);
  expect(await terminal.send('', prompt)).toBe('\r\nBuilding configuration...\r\n[OK]\r\nlab1#');
});

test('the pager stops at each page and erases its prompt', async () => {
  const terminal = await openTerminal(await device());
  await terminal.until(/>$/);
  const first = await terminal.send('show lab lines 60', / --More-- $/);
  expect(first.split('\r\n')).toHaveLength(1 + 23 + 1);
  terminal.type('\r');
  const line = await terminal.until(/ --More-- $/);
  expect(line).toBe(`${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}${labLine(23)}\r\n --More-- `);
  terminal.type(' ');
  expect(await terminal.until(/ --More-- $/)).toContain(labLine(46));
  terminal.type('q');
  expect(await terminal.until(/>$/)).not.toContain(labLine(47));
  await terminal.send('terminal length 0', />$/);
  expect((await terminal.send('show lab lines 60', />$/)).split('\r\n')).toHaveLength(62);
});

test('refusePagingOff keeps paging on', async () => {
  const terminal = await openTerminal(await device({ refusePagingOff: true }));
  await terminal.until(/>$/);
  await terminal.send('terminal length 0', />$/);
  await terminal.send('show lab lines 60', / --More-- $/);
});

test('a [confirm] is answered by one key', async () => {
  const terminal = await openTerminal(await device(privileged));
  await terminal.until(prompt);
  await terminal.send('clear counters', /\[confirm\]$/);
  terminal.type('y');
  expect(await terminal.until(prompt)).toBe('\r\nlab1#');
});

test('exit logs out and the device closes the connection', async () => {
  const lab = await device();
  const terminal = await openTerminal(lab);
  await terminal.until(/>$/);
  terminal.type('exit\n');
  await terminal.closed;
  await lab.waitFor((one) => one.openSessions === 0, 1_000);
  expect(lab.peakSessions).toBe(1);
});
