import { shareReads } from './share-reads.js';

function counted() {
  const asked: string[] = [];
  const read = shareReads((name: string, index: number | null) => {
    asked.push(`${name} ${index}`);
    return Promise.resolve(asked.length);
  });
  return { asked, read };
}

const nextTurn = (): Promise<void> => new Promise(setImmediate);

test('all who ask the same at once get one read', async () => {
  const { asked, read } = counted();
  const askedAfterWaking = Promise.resolve().then(() => read('a', 1)); // as a stream does that is woken
  expect(await Promise.all([read('a', 1), read('a', 1), askedAfterWaking])).toEqual([1, 1, 1]);
  expect(asked).toEqual(['a 1']);
});

test('whoever asks something else, or later, gets a read of its own', async () => {
  const { asked, read } = counted();
  await Promise.all([read('a', 1), read('a', null), read('b', 1)]);
  await nextTurn();
  expect(await read('a', 1)).toBe(4);
  expect(asked).toEqual(['a 1', 'a null', 'b 1', 'a 1']);
});

test('a read that is under way is not shared with those who come while it runs', async () => {
  let finish: (value: string) => void = () => undefined;
  const read = shareReads((name: string) =>
    name === 'slow' ? new Promise<string>((resolve) => (finish = resolve)) : Promise.resolve(name),
  );
  const first = read('slow');
  const finishFirst = finish;
  await nextTurn();
  const second = read('slow');
  finish('with what came after');
  finishFirst('without');
  expect(await Promise.all([first, second])).toEqual(['without', 'with what came after']);
});

test('all hear of a read that fails, and the next one is tried anew', async () => {
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
