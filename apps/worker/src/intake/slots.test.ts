import { Slots } from './slots.js';

const { signal } = new AbortController();

test('no more are taken than there are, and a slot given back goes to whoever waits longest', async () => {
  const slots = new Slots(1);
  const release = await slots.take({ signal });
  const order: number[] = [];
  const [second, third] = [1, 2].map((number) =>
    slots.take({ signal }).then((give) => {
      order.push(number);
      return give;
    }),
  );
  expect(slots.taken).toBe(1);
  release?.();
  (await second)?.();
  (await third)?.();
  expect([order, slots.taken]).toEqual([[1, 2], 0]);
});

test('giving a slot back twice frees it once', async () => {
  const slots = new Slots(2);
  const release = await slots.take({ signal });
  await slots.take({ signal });
  release?.();
  release?.();
  expect(slots.taken).toBe(1);
});

test('patience ends by time and by signal, and leaves no place in the line', async () => {
  const slots = new Slots(1);
  const release = await slots.take({ signal });
  const stop = new AbortController();
  const waiting = slots.take({ signal: stop.signal });
  expect(await slots.take({ waitMs: 10, signal })).toBeNull();
  stop.abort();
  expect([await waiting, await slots.take({ signal: stop.signal })]).toEqual([null, null]);
  release?.();
  expect(slots.taken).toBe(0);
});

test('whenFree resolves once a slot is free that nobody waits for, or at the signal', async () => {
  const slots = new Slots(1);
  await slots.whenFree(signal);
  const release = await slots.take({ signal });
  const events: string[] = [];
  const free = slots.whenFree(signal).then(() => events.push('free'));
  const next = slots.take({ signal });
  release?.();
  const releaseNext = await next;
  await slots.whenFree(AbortSignal.abort());
  expect(events).toEqual([]);
  releaseNext?.();
  await free;
  expect(events).toEqual(['free']);
});
