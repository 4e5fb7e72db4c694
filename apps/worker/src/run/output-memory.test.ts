import { OutputMemory } from './output-memory.js';

const never = new AbortController().signal;
let memory: OutputMemory;
beforeEach(() => {
  memory = new OutputMemory(100);
});

/** Reserves bytes until `end` is called. */
function hold(bytes: number, signal = never) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const state = { isRunning: false };
  const done = memory.with(bytes, signal, async () => {
    state.isRunning = true;
    await ended;
  });
  return { state, done, end };
}
const turn = (): Promise<void> => new Promise(setImmediate);

test('outputs are reserved up to the limit, and then wait in order', async () => {
  const [first, second, third] = [hold(60), hold(60), hold(10)];
  await turn();
  expect([memory.reserved, second.state.isRunning, third.state.isRunning]).toEqual([60, false, false]);
  first.end();
  await first.done;
  await turn();
  expect([memory.reserved, second.state.isRunning, third.state.isRunning]).toEqual([70, true, true]);
});

test('an output larger than the limit goes alone', async () => {
  const [small, large] = [hold(1), hold(1000)];
  await turn();
  expect(large.state.isRunning).toBe(false);
  small.end();
  await turn();
  expect([large.state.isRunning, memory.reserved]).toEqual([true, 100]);
});

test('a stopped job does not wait any longer', async () => {
  const stop = new AbortController();
  const [first, second, third] = [hold(100), hold(50, stop.signal), hold(0)];
  stop.abort();
  await turn();
  expect([second.state.isRunning, third.state.isRunning, memory.reserved]).toEqual([true, false, 150]);
  for (const { end, done } of [first, second]) {
    end();
    await done;
  }
  await turn();
  expect([third.state.isRunning, memory.reserved]).toEqual([true, 0]);
});

test('work that fails gives its bytes back', async () => {
  await expect(memory.with(50, never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(memory.reserved).toBe(0);
});
