import { untilRedisAnswers } from './until-redis-answers.js';

const away = new Error('LOADING Redis is loading the dataset in memory');
const { signal } = new AbortController();

/** Work that fails `times` times with the error, then succeeds. */
function failing(error: Error, times: number) {
  let count = 0;
  return {
    work: () => {
      count += 1;
      return count > times ? Promise.resolve('done') : Promise.reject(error);
    },
    attempts: () => count,
  };
}

test('it retries until Redis is back, and reports each failure', async () => {
  const { work } = failing(away, 2);
  const errors: unknown[] = [];
  expect(await untilRedisAnswers(work, { signal, onError: (error) => errors.push(error) })).toBe('done');
  expect(errors).toEqual([away, away]);
});

test('it gives up at the fifth error that is not an outage', async () => {
  const defect = new Error('WRONGTYPE');
  const { work, attempts } = failing(defect, 9);
  await expect(untilRedisAnswers(work, { signal, onError: () => undefined })).rejects.toBe(defect);
  expect(attempts()).toBe(5);
});

test('it makes no further attempt once the signal is aborted', async () => {
  const stop = new AbortController();
  const { work, attempts } = failing(away, 9);
  await expect(untilRedisAnswers(work, { signal: stop.signal, onError: () => stop.abort() })).rejects.toBe(
    away,
  );
  expect(attempts()).toBe(1);
});
