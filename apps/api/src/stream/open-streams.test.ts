import { OpenStreams } from './open-streams.js';

const client = (): AbortController => new AbortController();

test('a stream above the maximum is refused with Retry-After', () => {
  const streams = new OpenStreams(1, () => undefined);
  streams.take(client().signal);
  expect(() => streams.take(client().signal)).toThrow(
    expect.objectContaining({ code: 'TOO_MANY_STREAMS', status: 429, headers: { 'Retry-After': '5' } }),
  );
});

test('a client that disconnects makes room for another', () => {
  const counts: number[] = [];
  const streams = new OpenStreams(1, (count) => counts.push(count));
  const first = client();
  streams.take(first.signal);
  first.abort();
  streams.take(client().signal);
  expect(counts).toEqual([1, 0, 1]);
});

test('a client that has already disconnected is not counted', () => {
  const streams = new OpenStreams(0, () => undefined);
  expect(() => streams.take(AbortSignal.abort())).not.toThrow();
});
