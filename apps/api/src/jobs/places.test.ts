import { Places } from './places.js';

const never = new AbortController().signal;
let taken = 0;
let places: Places;
beforeEach(() => {
  taken = 0;
  places = new Places(4, (count) => (taken = count));
});

/** Takes a place; the request can be ended. */
function ask(holder: string, { waitMs = 60_000, stopping = never } = {}) {
  const request = new AbortController();
  const taking = places.take(holder, { gone: request.signal, stopping, waitMs });
  return { taking, leave: () => request.abort() };
}

test('a place is held until its request is gone', async () => {
  const { taking, leave } = ask('a');
  expect([await taking, taken]).toEqual([true, 1]);
  leave();
  expect(taken).toBe(0);
});

test('places are given out in the order of asking', async () => {
  const first = ['a', 'b', 'c', 'd'].map((holder) => ask(holder));
  const order: string[] = [];
  const later = ['e', 'f'].map((holder) => ask(holder).taking.then(() => order.push(holder)));
  expect([taken, places.waiting]).toEqual([4, 2]);
  first[2]?.leave();
  first[0]?.leave();
  await Promise.all(later);
  expect([order, taken, places.waiting]).toEqual([['e', 'f'], 4, 0]);
});

test('one holder has half of the places at most, and keeps no other from the rest', async () => {
  const own = [ask('a'), ask('a'), ask('a')];
  expect([taken, places.waiting]).toEqual([2, 1]);
  expect(await Promise.all([ask('b').taking, ask('c').taking])).toEqual([true, true]);
  own[0]?.leave();
  expect(await own[2]?.taking).toBe(true);
});

test('a wait ends without a place after its time, when its request is gone, and at a stop', async () => {
  const first = [ask('a'), ask('b'), ask('c'), ask('d')];
  await Promise.all(first.map(({ taking }) => taking));
  const stopping = new AbortController();
  const waits = [ask('e', { waitMs: 1 }), ask('f'), ask('g', { stopping: stopping.signal })];
  waits[1]?.leave();
  stopping.abort();
  expect(await Promise.all(waits.map(({ taking }) => taking))).toEqual([false, false, false]);
  expect(await ask('h', { stopping: stopping.signal }).taking).toBe(false);
  expect([taken, places.waiting]).toEqual([4, 0]);
  for (const { leave } of first) leave();
  expect(taken).toBe(0);
});

test('a request that goes at the moment it is given a place gives it back', async () => {
  const first = [ask('a'), ask('b'), ask('c'), ask('d')];
  const next = ask('e');
  first[0]?.leave();
  next.leave();
  expect([await next.taking, taken]).toEqual([false, 3]);
});

test('a request that is gone already takes no place', async () => {
  const gone = AbortSignal.abort();
  expect(await places.take('a', { gone, stopping: never, waitMs: 1000 })).toBe(false);
  expect(taken).toBe(0);
});
