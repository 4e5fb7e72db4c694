import { deviceTimer } from './device-timer.js';
import { closeAll, lab, open } from './testing/lab.js';

afterEach(closeAll);

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const over = (limitMs: number): Promise<number> => {
  const began = performance.now();
  return new Promise((resolve) => { deviceTimer(limitMs, () => { resolve(performance.now() - began); }); });
};

test('a limit ends at its time', async () => {
  const tookMs = await over(30);
  expect(tookMs).toBeGreaterThanOrEqual(29);
});

test('time in which the process was held up is given back', async () => {
  const ended = over(50);
  block(400);
  expect(await ended).toBeGreaterThan(700); // 400 in all, 350 of them late
});

test('a limit that was ended does not come', async () => {
  const ends: string[] = [];
  const end = deviceTimer(20, () => { ends.push('first'); });
  end();
  await over(40);
  expect(ends).toEqual([]);
});

test('a process that was held up does not take it for the silence of a device', async () => {
  const opening = open(await lab(), { connectTimeoutMs: 300 });
  block(800);
  const connection = await opening;
  const answer = connection.sendCommand('show lab lines 1', { readTimeoutMs: 300 });
  block(800);
  expect((await answer).refused).toBe(false);
});
