import { startDevice } from './index.js';
import { openTerminal } from './testing/client.js';

test('a session goes from login to a changed and saved configuration', async () => {
  const device = await startDevice();
  const terminal = await openTerminal(device);
  await terminal.until(/^\r\nlab1>$/);
  await terminal.send('enable', /^enable\r\nPassword: $/);
  await terminal.send('lab-enable', /^\r\nlab1#$/);
  expect(await terminal.send('conf t', /lab1\(config\)#$/)).toContain('End with CNTL/Z.\r\n');
  await terminal.send('int gi0/1', /lab1\(config-if\)#$/);
  await terminal.send('desc to the lab', /lab1\(config-if\)#$/);
  await terminal.send('end', /lab1#$/);
  expect(device.runningConfig).toContain(' description to the lab');
  expect(device.startupConfig).not.toContain(' description to the lab');
  expect(await terminal.send('wr mem', /lab1#$/)).toBe('wr mem\r\nBuilding configuration...\r\n[OK]\r\nlab1#');
  expect(device.startupConfig).toContain(' description to the lab');
  await terminal.close();
  await device.close();
});
