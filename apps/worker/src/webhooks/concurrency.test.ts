import { WebhookConcurrency } from './concurrency.js';

test('one receiver is limited, and the rest is left for other receivers', () => {
  const concurrency = new WebhookConcurrency({ max: 4, maxPerReceiver: 2 });
  expect(['a', 'a', 'a', 'b'].map((receiver) => concurrency.acquire(receiver))).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(concurrency.free).toBe(1);
});

test('all receivers together are limited', () => {
  const concurrency = new WebhookConcurrency({ max: 2, maxPerReceiver: 2 });
  expect(['a', 'b', 'c'].map((receiver) => concurrency.acquire(receiver))).toEqual([true, true, false]);
  expect(concurrency.free).toBe(0);
});

test('released capacity can be acquired again', () => {
  const concurrency = new WebhookConcurrency({ max: 2, maxPerReceiver: 1 });
  concurrency.acquire('a');
  concurrency.release('a');
  expect([
    concurrency.free,
    concurrency.acquire('a'),
    concurrency.acquire('a'),
    concurrency.acquire('b'),
  ]).toEqual([2, true, false, true]);
});
