import { openTerminal } from '../testing/client.js';
import { closeDevices, device } from '../testing/with-device.js';

afterEach(closeDevices);

test('NX-OS starts in privileged exec and draws a progress bar when it saves', async () => {
  const lab = await device({ personality: 'cisco_nxos' });
  const terminal = await openTerminal(lab);
  await terminal.until(/lab1#$/);
  await terminal.send('conf t', /\(config\)#$/);
  await terminal.send('interface Ethernet1/2', /\(config-if\)#$/);
  await terminal.send('description lab', /\(config-if\)#$/);
  await terminal.send('end', /lab1#$/);
  const saved = await terminal.send('copy running-config startup-config', /lab1#$/);
  expect(saved).toMatch(
    /\r\[#{40}\] 100%\r\nCopy complete, now saving to disk \(please wait\)\.\.\.\r\nCopy complete\.\r\n/,
  );
  expect(lab.startupConfig.join('\n')).toContain('interface Ethernet1/2\n  description lab');
  expect(await terminal.send('show foo', /lab1#$/)).toContain(
    "          ^\r\n% Invalid command at '^' marker.\r\n",
  );
});

test('EOS confirms its terminal commands and names the interface in the prompt', async () => {
  const terminal = await openTerminal(await device({ personality: 'arista_eos' }));
  await terminal.until(/lab1>$/);
  expect(await terminal.send('terminal width 511', />$/)).toContain('Width set to 511 columns.');
  expect(await terminal.send('terminal length 0', />$/)).toContain('Pagination disabled.');
  await terminal.send('enable', /Password: $/);
  await terminal.send('lab-enable', /#$/);
  await terminal.send('configure terminal', /\(config\)#$/);
  await terminal.send('interface Ethernet1', /\(config-if-Et1\)#$/);
  expect(await terminal.send('foo bar', /\)#$/)).toContain("% Invalid input (at token 0: 'foo')");
  await terminal.send('end', /lab1#$/);
  expect(await terminal.send('write memory', /#$/)).toContain('Copy completed successfully.');
});

test('Linux uses bracketed paste, and sudo opens a root shell', async () => {
  const lab = await device({ personality: 'linux' });
  const terminal = await openTerminal(lab);
  await terminal.until(/^\x1b\[\?2004hadmin@lab1:~\$ $/);
  expect(await terminal.send('uname', /\$ $/)).toBe(
    'uname\r\n\x1b[?2004l\rLinux\r\n\x1b[?2004hadmin@lab1:~$ ',
  );
  expect(await terminal.send('echo no >> /etc/motd', /\$ $/)).toContain('Permission denied');
  expect(await terminal.send('frobnicate', /\$ $/)).toContain('bash: frobnicate: command not found');
  await terminal.send('sudo -s', /\[sudo\] password for admin: $/);
  await terminal.send('wrong', /Sorry, try again\.\r\n\[sudo\] password for admin: $/);
  await terminal.send('lab-password', /root@lab1:\/home\/admin# $/);
  await terminal.send("echo 'be nice' >> /etc/motd", /# $/);
  expect(lab.runningConfig).toContain('be nice');
  await terminal.send('exit', /\$ $/);
  expect(await terminal.send('cat /etc/motd', /\$ $/)).toContain('be nice');
  terminal.type('\x04');
  await terminal.closed;
});

test.each(['cisco_ios', 'cisco_nxos', 'arista_eos', 'juniper_junos', 'linux'])(
  '%s numbers its lab lines',
  async (personality) => {
    const terminal = await openTerminal(await device({ personality, paging: false, hostname: 'box' }));
    await terminal.until(/box.*[>#$] ?$/);
    const text = await terminal.send('show lab lines 5000', /box[^\r\n]*[>#$] ?$/);
    const numbers = text.split('\r\n').flatMap((line) => /(\d{7}) GigabitEthernet/.exec(line)?.[1] ?? []);
    expect(numbers).toEqual(Array.from({ length: 5000 }, (_, index) => String(index).padStart(7, '0')));
  },
);
