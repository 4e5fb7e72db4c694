import { OpenStreams } from './open-streams.js';

const client = (): AbortController => new AbortController();

test('more streams than may be open are refused, with the time to try again', () => {
  const streams = new OpenStreams(1, () => undefined);
  streams.take(client().signal);
  expect(() => streams.take(client().signal)).toThrow(
    expect.objectContaining({ code: 'TOO_MANY_STREAMS', status: 429, headers: { 'Retry-After': '5' } }),
  );
});

test('a client that goes makes room for another', () => {
  const counts: number[] = [];
  const streams = new OpenStreams(1, (count) => counts.push(count));
  const first = client();
  streams.take(first.signal);
  first.abort();
  streams.take(client().signal);
  expect(counts).toEqual([1, 0, 1]);
});

test('a client that has gone already takes no place', () => {
  const streams = new OpenStreams(0, () => undefined);
  expect(() => streams.take(AbortSignal.abort())).not.toThrow();
});
