import { deviceTimer } from './device-timer.js';
import { closeAll, lab, open } from '../testing/lab.js';

afterEach(closeAll);

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const over = (limitMs: number): Promise<number> => {
  const began = performance.now();
  return new Promise((resolve) => {
    deviceTimer(limitMs, () => {
      resolve(performance.now() - began);
    });
  });
};

test('a limit ends at its time', async () => {
  const tookMs = await over(30);
  expect(tookMs).toBeGreaterThanOrEqual(29);
});

test.each([
  ['shorter than', 400, 50, 420],
  ['as long as', 700, 700, 1140],
  ['longer than', 1000, 700, 1440],
])(
  'time in which the process was held up is not taken for the time of a device: the limit is %s it',
  async (_, blockedMs, limitMs, leastMs) => {
    const ended = over(limitMs);
    block(blockedMs);
    expect(await ended).toBeGreaterThan(leastMs);
  },
);

test('what is left of a limit is told when it is ended', () => {
  const end = deviceTimer(1000, () => undefined);
  block(100);
  const left = end();
  expect(left).toBeGreaterThan(700);
  expect(left).toBeLessThanOrEqual(900);
});

test('a limit that was ended does not come', async () => {
  const ends: string[] = [];
  const end = deviceTimer(20, () => {
    ends.push('first');
  });
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
