import { Slots } from './slots.js';

const { signal } = new AbortController();

test('at most `total` slots are taken, and a released slot goes to the longest waiter', async () => {
  const slots = new Slots(1);
  const release = await slots.take({ signal });
  const order: number[] = [];
  const [second, third] = [1, 2].map((number) =>
    slots.take({ signal }).then((releaseOwn) => {
      order.push(number);
      return releaseOwn;
    }),
  );
  expect(slots.taken).toBe(1);
  release?.();
  (await second)?.();
  (await third)?.();
  expect([order, slots.taken]).toEqual([[1, 2], 0]);
});

test('releasing a slot twice frees it once', async () => {
  const slots = new Slots(2);
  const release = await slots.take({ signal });
  await slots.take({ signal });
  release?.();
  release?.();
  expect(slots.taken).toBe(1);
});

test('a wait ends by time limit or signal, and then takes no slot', async () => {
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

test('whenFree resolves once a slot is free and no caller waits for it, or at the signal', async () => {
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
