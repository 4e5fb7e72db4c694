import { startPassage, type Passage } from '@naas/device-lab';
import { closeAll, lab, open } from '../testing/lab.js';

const passages: Passage[] = [];
afterEach(async () => {
  await closeAll();
  await Promise.all(passages.splice(0).map((passage) => passage.close()));
});

test('an idle connection whose device went silent is ended', async () => {
  const device = await lab();
  const passage = await startPassage(device);
  passages.push(passage);
  const connection = await open(device, { port: passage.port, keepaliveMs: 20 });
  passage.silence();
  const silentAt = performance.now();
  await connection.closed;
  expect(performance.now() - silentAt).toBeGreaterThan(40);
  expect([connection.isOpen, connection.isIdle]).toEqual([false, false]);
  await expect(connection.sendCommand('show clock')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
});

test('a device that answers keepalives keeps its connection, without a line typed', async () => {
  const device = await lab();
  const connection = await open(device, { keepaliveMs: 5 });
  const typed = device.received.length;
  for (let count = 0; count < 10; count++) {
    const before = connection.silentMs; // grows until an answer puts it back
    while (connection.silentMs >= before) await new Promise(setImmediate);
  }
  expect([connection.isIdle, device.received.length]).toEqual([true, typed]);
});

test('silence in the midst of a command is the matter of its own time limit', async () => {
  const device = await lab();
  const passage = await startPassage(device);
  passages.push(passage);
  const connection = await open(device, { port: passage.port, keepaliveMs: 20 });
  passage.silence();
  await expect(connection.sendCommand('show clock', { readTimeoutMs: 300 })).rejects.toMatchObject({
    code: 'READ_TIMEOUT',
  });
});
