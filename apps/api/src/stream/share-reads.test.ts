import { shareReads } from './share-reads.js';

function counted() {
  const calls: string[] = [];
  const read = shareReads((name: string, index: number | null) => {
    calls.push(`${name} ${index}`);
    return Promise.resolve(calls.length);
  });
  return { calls, read };
}

const nextTurn = (): Promise<void> => new Promise(setImmediate);

test('equal reads in the same turn share one call', async () => {
  const { calls, read } = counted();
  // A woken stream reads in a microtask of the same turn.
  const readAfterWaking = Promise.resolve().then(() => read('a', 1));
  expect(await Promise.all([read('a', 1), read('a', 1), readAfterWaking])).toEqual([1, 1, 1]);
  expect(calls).toEqual(['a 1']);
});

test('different and later reads are separate calls', async () => {
  const { calls, read } = counted();
  await Promise.all([read('a', 1), read('a', null), read('b', 1)]);
  await nextTurn();
  expect(await read('a', 1)).toBe(4);
  expect(calls).toEqual(['a 1', 'a null', 'b 1', 'a 1']);
});

test('a running read is not shared with later reads', async () => {
  let finish: (value: string) => void = () => undefined;
  const read = shareReads((name: string) =>
    name === 'slow' ? new Promise<string>((resolve) => (finish = resolve)) : Promise.resolve(name),
  );
  const first = read('slow');
  const finishFirst = finish;
  await nextTurn();
  const second = read('slow');
  finish('with later data');
  finishFirst('without');
  expect(await Promise.all([first, second])).toEqual(['without', 'with later data']);
});

test('a failed read rejects for all that share it, and the next read tries again', async () => {
  let times = 0;
  const read = shareReads(() => Promise.reject(new Error(`away ${(times += 1)}`)));
  const failed = await Promise.allSettled([read(), read()]);
  expect(failed.map((one) => one.status === 'rejected' && String(one.reason))).toEqual([
    'Error: away 1',
    'Error: away 1',
  ]);
  await nextTurn();
  await expect(read()).rejects.toThrow('away 2');
});
