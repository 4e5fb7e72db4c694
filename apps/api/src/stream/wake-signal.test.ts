import { WakeSignal } from './wake-signal.js';

test('a notification wakes the waiter', async () => {
  const signal = new WakeSignal();
  const woken = signal.wait();
  signal.notify();
  await woken;
});

test('several notifications between two waits count as one', async () => {
  const signal = new WakeSignal();
  signal.notify();
  signal.notify();
  await signal.wait();
  const woken = signal.wait().then(() => 'woken');
  expect(await Promise.race([woken, Promise.resolve('waiting')])).toBe('waiting');
  signal.notify();
  expect(await woken).toBe('woken');
});
