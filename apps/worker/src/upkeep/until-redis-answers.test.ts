import { insist } from './insist.js';

const away = new Error('LOADING Redis is loading the dataset in memory');
const { signal } = new AbortController();

/** Fails with the error `times` times, then answers. */
function failing(error: Error, times: number) {
  let count = 0;
  return {
    work: () => {
      count += 1;
      return count > times ? Promise.resolve('done') : Promise.reject(error);
    },
    tries: () => count,
  };
}

test('it tries again until Redis is back, and tells of each failure', async () => {
  const { work } = failing(away, 2);
  const told: unknown[] = [];
  expect(await insist(work, { signal, onError: (error) => told.push(error) })).toBe('done');
  expect(told).toEqual([away, away]);
});

test('it gives up at the fifth failure that is a defect', async () => {
  const defect = new Error('WRONGTYPE');
  const { work, tries } = failing(defect, 9);
  await expect(insist(work, { signal, onError: () => undefined })).rejects.toBe(defect);
  expect(tries()).toBe(5);
});

test('it makes no further attempt once the signal is aborted', async () => {
  const stop = new AbortController();
  const { work, tries } = failing(away, 9);
  await expect(insist(work, { signal: stop.signal, onError: () => stop.abort() })).rejects.toBe(away);
  expect(tries()).toBe(1);
});
