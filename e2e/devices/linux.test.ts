import { closeConnections, connectTo, dataFile, testbedFacts } from './testbed.js';

// bash behind OpenSSH.

afterEach(closeConnections);

test('a command returns its output', async () => {
  const device = await connectTo('linux');
  expect(await device.sendCommand('echo one; echo two')).toEqual({ output: 'one\ntwo', refused: false });
  expect(await device.sendCommand('id -un')).toEqual({ output: testbedFacts().users.linux, refused: false });
});

test('an unknown command is refused', async () => {
  const device = await connectTo('linux');
  expect(await device.sendCommand('frobnicate')).toMatchObject({ refused: true });
});

test.each([1, 10] as const)('%i MB arrive complete, every line once', async (megabytes) => {
  const device = await connectTo('linux');
  const { path, lines } = dataFile(megabytes);
  const { output } = await device.sendCommand(`cat ${path}`);
  const received = output.split('\n');
  expect(received).toHaveLength(lines);
  expect(received.findIndex((line, index) => line.length !== 79 || Number(line.slice(0, 7)) !== index)).toBe(
    -1,
  );
});

test('output that looks like the prompt does not end the command', async () => {
  const device = await connectTo('linux');
  const { users } = testbedFacts();
  const { output } = await device.sendCommand(
    `for i in 1 2 3; do echo '${users.linux}@bed:~$ '; sleep 0.1; done; echo done`,
  );
  expect(output.trimEnd().endsWith('done')).toBe(true);
  expect(output.split('\n')).toHaveLength(4);
});

test('a command that does not end in time fails with READ_TIMEOUT and closes the connection', async () => {
  const device = await connectTo('linux');
  await expect(device.sendCommand('sleep 30', { readTimeoutMs: 300 })).rejects.toMatchObject({
    code: 'READ_TIMEOUT',
  });
  expect(device.isOpen).toBe(false);
});

test('ten connections at once each get their own output', async () => {
  const { ports } = testbedFacts();
  const answers = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const device = await connectTo('linux', { port: ports[index % ports.length] ?? 0 });
      return (await device.sendCommand(`echo answer ${String(index)}`)).output;
    }),
  );
  expect(answers).toEqual(Array.from({ length: 10 }, (_, index) => `answer ${String(index)}`));
});
