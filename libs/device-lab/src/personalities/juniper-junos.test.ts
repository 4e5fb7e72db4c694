import { openTerminal, type Terminal } from '../testing/client.js';
import { closeDevices, device } from '../testing/with-device.js';
import type { LabDevice } from '../server/lab-device.js';
import type { DeviceOptions } from '../options.js';

afterEach(closeDevices);

const exec = /\r\n\r\nadmin@lab1> $/;
const edit = /\r\n\[edit[^\]]*\]\r\nadmin@lab1# $/;

async function configuring(options: DeviceOptions = {}): Promise<{ lab: LabDevice; terminal: Terminal }> {
  const lab = await device({ personality: 'juniper_junos', ...options });
  const terminal = await openTerminal(lab);
  await terminal.until(exec);
  await terminal.send('configure', edit);
  return { lab, terminal };
}

test.each(['whole', 'characters'] as const)(
  'a change stays in the candidate until it is committed (%s)',
  async (output) => {
    const { lab, terminal } = await configuring({ output });
    expect(await terminal.send('set interfaces ge-0/0/0 description lab', edit)).toBe(
      'set interfaces ge-0/0/0 description lab\r\n\r\n[edit]\r\nadmin@lab1# ',
    );
    expect(await terminal.send('show | compare', edit)).toContain('+ interfaces ge-0/0/0 description lab;');
    expect(lab.runningConfig.join()).not.toContain('description lab');
    expect(await terminal.send('commit', edit)).toBe(
      'commit\r\ncommit complete\r\n\r\n[edit]\r\nadmin@lab1# ',
    );
    expect(lab.runningConfig).toContain('set interfaces ge-0/0/0 description lab');
    expect(await terminal.send('exit', exec)).toBe('exit\r\nExiting configuration mode\r\n\r\nadmin@lab1> ');
  },
);

test('leaving with uncommitted changes asks; yes keeps them in the candidate', async () => {
  const { lab, terminal } = await configuring();
  await terminal.send('set system host-name other', edit);
  await terminal.send('exit configuration-mode', /Exit with uncommitted changes\? \[yes,no\] \(yes\) $/);
  await terminal.send('no', edit);
  await terminal.send('exit', /\(yes\) $/);
  await terminal.send('', exec);
  expect(lab.candidateConfig).toContain('set system host-name other');
  expect(await terminal.send('configure', edit)).toContain(
    'The configuration has been changed but not committed',
  );
  expect(await terminal.send('rollback 0', edit)).toContain('load complete');
  await terminal.send('exit', exec);
  expect(lab.candidateConfig).toEqual(lab.runningConfig);
});

test.each([
  ['set bad', 'error: syntax error: bad'],
  ['set interfaces', 'error: missing argument'],
  ['frobnicate', 'unknown command.'],
  ['delete snmp location', 'warning: statement not found'],
])('%s is answered with %s', async (line, words) => {
  const { lab, terminal } = await configuring();
  expect(await terminal.send(line, edit)).toContain(words);
  expect(lab.candidateConfig).toEqual(lab.runningConfig);
});

test('a candidate that does not pass its check is not committed', async () => {
  const { lab, terminal } = await configuring();
  const before = lab.runningConfig;
  await terminal.send('set system lab-commit-error', edit);
  expect(await terminal.send('commit', edit)).toContain('error: configuration check-out failed');
  expect(lab.runningConfig).toBe(before);
});

test('edit changes the context line, and later lines are relative to it', async () => {
  const { lab, terminal } = await configuring();
  expect(await terminal.send('edit interfaces ge-0/0/0', edit)).toContain('[edit interfaces ge-0/0/0]');
  await terminal.send('set description here', edit);
  await terminal.send('top', edit);
  await terminal.send('commit and-quit', exec);
  expect(lab.runningConfig).toContain('set interfaces ge-0/0/0 description here');
});

test('show configuration prints braces, and set lines when asked', async () => {
  const terminal = await openTerminal(await device({ personality: 'juniper_junos' }));
  await terminal.until(exec);
  await terminal.send('set cli screen-length 0', exec);
  const text = await terminal.send('show configuration', exec);
  expect(text).toContain(
    '\r\ninterfaces {\r\n    ge-0/0/0 {\r\n        description "uplink to the core";\r\n' +
      '        unit 0 {\r\n            family inet {\r\n                address 192.0.2.13/30;\r\n',
  );
  expect(await terminal.send('show configuration | display set', exec)).toContain(
    '\r\nset system host-name lab1\r\n',
  );
});

test('promptLine is shown above the prompt', async () => {
  const lab = await device({ personality: 'juniper_junos', promptLine: '{master:0}' });
  const terminal = await openTerminal(lab);
  await terminal.until(/\r\n\{master:0\}\r\nadmin@lab1> $/);
  await terminal.send('configure', /\r\n\{master:0\}\[edit\]\r\nadmin@lab1# $/);
});

test('root starts in a shell, and cli enters exec', async () => {
  const terminal = await openTerminal(await device({ personality: 'juniper_junos', landsIn: 'shell' }));
  await terminal.until(/root@lab1:~ # $/);
  expect(await terminal.send('show version', /# $/)).toContain('show: Command not found.');
  await terminal.send('cli', exec);
});
