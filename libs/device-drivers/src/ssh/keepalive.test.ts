import { startPassage, type Passage } from '@naas/device-lab';
import { closeAll, lab, open } from '../testing/lab.js';

const passages: Passage[] = [];
afterEach(async () => {
  await closeAll();
  await Promise.all(passages.splice(0).map((passage) => passage.close()));
});

test('an idle connection is closed when its device goes silent', async () => {
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

test('a connection stays open while the device answers keepalives, and no line is typed', async () => {
  const device = await lab();
  const connection = await open(device, { keepaliveMs: 50 });
  const typed = device.received.length;
  for (let count = 0; count < 5; count++) {
    // Grows until an answer resets it.
    while (connection.silentMs < 20) await new Promise(setImmediate);
    while (connection.silentMs >= 20) await new Promise(setImmediate);
  }
  expect([connection.isIdle, device.received.length]).toEqual([true, typed]);
});

test('silence during a command is limited by its own time-out only', async () => {
  const device = await lab();
  const passage = await startPassage(device);
  passages.push(passage);
  const connection = await open(device, { port: passage.port, keepaliveMs: 20 });
  passage.silence();
  await expect(connection.sendCommand('show clock', { readTimeoutMs: 300 })).rejects.toMatchObject({
    code: 'READ_TIMEOUT',
  });
});
