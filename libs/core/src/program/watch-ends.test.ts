import { getEventListeners } from 'node:events';
import { watchEnds } from './watch-ends.js';

const first = (signals: Record<string, AbortSignal | undefined>, timeoutMs?: number): Promise<string> =>
  new Promise((resolve) => watchEnds({ signals, timeoutMs }, resolve));

test('the first aborted signal ends the wait, by its name, and leaves no listener', async () => {
  const [gone, stopping] = [new AbortController(), new AbortController()];
  const ended = first({ gone: gone.signal, stopping: stopping.signal });
  stopping.abort();
  gone.abort();
  expect(await ended).toBe('stopping');
  expect([gone, stopping].map(({ signal }) => getEventListeners(signal, 'abort').length)).toEqual([0, 0]);
});

test('a signal that was already aborted ends the wait after the call has returned', async () => {
  const calls: string[] = [];
  const ended = new Promise<void>((resolve) => {
    watchEnds({ signals: { gone: AbortSignal.abort() } }, (by) => {
      calls.push(by);
      resolve();
    });
    calls.push('returned');
  });
  await ended;
  expect(calls).toEqual(['returned', 'gone']);
});

test('the time limit ends the wait when no signal does', async () => {
  expect(await first({ gone: undefined }, 1)).toBe('timeout');
});

test('once stopped, nothing is called, not even for a signal that was already aborted', async () => {
  const gone = new AbortController();
  gone.abort();
  let calls = 0;
  watchEnds({ signals: { gone: gone.signal }, timeoutMs: 0 }, () => (calls += 1))();
  await new Promise(setImmediate);
  expect([calls, getEventListeners(gone.signal, 'abort').length]).toEqual([0, 0]);
});
