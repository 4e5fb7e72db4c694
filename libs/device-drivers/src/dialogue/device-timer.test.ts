import { deviceTimer } from './device-timer.js';
import { closeAll, lab, open } from '../testing/lab.js';

afterEach(closeAll);

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const untilFired = (limitMs: number): Promise<number> => {
  const began = performance.now();
  return new Promise((resolve) => {
    deviceTimer(limitMs, () => {
      resolve(performance.now() - began);
    });
  });
};

test('a limit fires at its time', async () => {
  const tookMs = await untilFired(30);
  expect(tookMs).toBeGreaterThanOrEqual(29);
});

test.each([
  ['shorter than', 400, 50, 420],
  ['as long as', 700, 700, 1140],
  ['longer than', 1000, 700, 1440],
])(
  'time during which the process is blocked does not count fully: the limit is %s the block',
  async (_, blockedMs, limitMs, minMs) => {
    const ended = untilFired(limitMs);
    block(blockedMs);
    expect(await ended).toBeGreaterThan(minMs);
  },
);

test('stopping a limit returns the time left', () => {
  const stop = deviceTimer(1000, () => undefined);
  block(100);
  const left = stop();
  expect(left).toBeGreaterThan(700);
  expect(left).toBeLessThanOrEqual(900);
});

test('a stopped limit does not fire', async () => {
  const ends: string[] = [];
  const stop = deviceTimer(20, () => {
    ends.push('first');
  });
  stop();
  await untilFired(40);
  expect(ends).toEqual([]);
});

test('a blocked process does not make connecting or a command time out', async () => {
  const opening = open(await lab(), { connectTimeoutMs: 300 });
  block(800);
  const connection = await opening;
  const answer = connection.sendCommand('show lab lines 1', { readTimeoutMs: 300 });
  block(800);
  expect((await answer).refused).toBe(false);
});
