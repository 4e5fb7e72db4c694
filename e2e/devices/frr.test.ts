import { setTimeout as pause } from 'node:timers/promises';
import { ciscoIosWithoutPagingOff } from './platforms.js';
import { closeConnections, connectTo, testbedFacts } from './testbed.js';

// FRR's vtysh and zebra's own terminal, driven as cisco_ios.

afterEach(closeConnections);

async function descriptionOfEth0(): Promise<string | undefined> {
  const { output } = await (await connectTo('frr1')).sendCommand('show running-config');
  return /^interface eth0\n(?: .*\n)*? description (.*)$/m.exec(output)?.[1];
}

test('a show command returns the text between echo and prompt', async () => {
  const device = await connectTo('frr1');
  const { output, refused } = await device.sendCommand('show version');
  expect(refused).toBe(false);
  expect(output).toMatch(/^FRRouting \d+\.\d+\S* \(r1\) on Linux/);
  expect(output).not.toContain('r1#');
});

test('the routers exchange BGP routes with each other', async () => {
  const device = await connectTo('frr1');
  // The state and prefix column shows a number above zero once the session is up and has been used.
  const isUp = /^10\.98\.0\.2\s+4\s+65002\s.*\s[1-9]\d*\s+\d+ N\/A$/m;
  const deadline = Date.now() + 20_000;
  let summary = (await device.sendCommand('show ip bgp summary')).output;
  while (!isUp.test(summary) && Date.now() < deadline) {
    await pause(100);
    summary = (await device.sendCommand('show ip bgp summary')).output;
  }
  expect(summary).toMatch(isUp);
});

test('a refused show command is an ordinary result', async () => {
  const device = await connectTo('frr1');
  expect(await device.sendCommand('show nonsense')).toEqual({
    output: '% Unknown command: show nonsense',
    refused: true,
  });
  expect(device.isIdle).toBe(true);
});

test('another connection reads a configuration change back', async () => {
  const device = await connectTo('frr1');
  const description = `changed at ${String(Date.now())}`;
  await device.sendConfig(['interface eth0', `description ${description}`]);
  expect(await descriptionOfEth0()).toBe(description);
  expect(device.isIdle).toBe(true);
});

test('save writes the configuration', async () => {
  const device = await connectTo('frr1');
  expect((await device.save()).output).toContain('configuration saved');
});

test('a refused line stops the push and leaves configuration mode', async () => {
  const device = await connectTo('frr1');
  const before = `before ${String(Date.now())}`;
  await device.sendConfig(['interface eth0', `description ${before}`]);
  const push = device.sendConfig(['interface eth0', 'nonsense here', 'description never sent']);
  await expect(push).rejects.toMatchObject({ code: 'CONFIG_REJECTED', line: 2 });
  expect(await descriptionOfEth0()).toBe(before);
  expect((await device.sendCommand('show version')).output).toContain('FRRouting');
});

test('a running configuration of 1 MB arrives complete', async () => {
  const device = await connectTo('frr2');
  const { output } = await device.sendCommand('show running-config');
  const entries =
    output.match(/^bgp as-path access-list CUSTOMER-AS-PATHS-\d{4} seq \d+ permit .*\$$/gm) ?? [];
  expect(new Set(entries).size).toBe(9_500);
  expect(entries).toHaveLength(9_500);
  expect(output.trimEnd().endsWith('end')).toBe(true);
});

describe('a terminal that asks for an enable secret', () => {
  test('is enabled with the secret and returns paged output complete', async () => {
    const device = await connectTo('vty', { enable: testbedFacts().enable });
    const { output } = await device.sendCommand('show running-config');
    expect(output).toContain('\ninterface eth0\n');
    expect(output.trimEnd().endsWith('end')).toBe(true);
  });

  test('has its pager answered when paging stays on', async () => {
    const device = await connectTo('vty', {
      enable: testbedFacts().enable,
      platform: ciscoIosWithoutPagingOff,
    });
    const { output } = await device.sendCommand('show running-config');
    expect(output).toContain('\ninterface lo\n');
    expect(output).not.toContain('More');
    expect(output).toBe(
      (await (await connectTo('vty', { enable: testbedFacts().enable })).sendCommand('show running-config'))
        .output,
    );
  });

  test('refuses a wrong secret with ENABLE_FAILED', async () => {
    await expect(connectTo('vty', { enable: 'wrong-secret' })).rejects.toMatchObject({
      code: 'ENABLE_FAILED',
    });
  });

  test('accepts a configuration', async () => {
    const device = await connectTo('vty', { enable: testbedFacts().enable });
    await device.sendConfig(['interface lo', 'description by the terminal']);
    const { output } = await device.sendCommand('show running-config');
    expect(output).toMatch(/^interface lo\n description by the terminal$/m);
  });
});

test('a wrong password fails with AUTH_FAILURE', async () => {
  await expect(connectTo('frr1', { password: 'wrong' })).rejects.toMatchObject({ code: 'AUTH_FAILURE' });
});

test.each(['modern', 'compatible', 'legacy'] as const)(
  'the device accepts %s algorithms',
  async (algorithms) => {
    const device = await connectTo('frr1', { algorithms });
    expect((await device.sendCommand('show version')).output).toContain('FRRouting');
  },
);
