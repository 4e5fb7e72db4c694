import { WebhookPlaces } from './places.js';

test('a receiver has so many places, and leaves the others to others', () => {
  const places = new WebhookPlaces({ most: 4, mostEach: 2 });
  expect(['a', 'a', 'a', 'b'].map((receiver) => places.take(receiver))).toEqual([true, true, false, true]);
  expect(places.free).toBe(1);
});

test('all receivers together have so many places', () => {
  const places = new WebhookPlaces({ most: 2, mostEach: 2 });
  expect(['a', 'b', 'c'].map((receiver) => places.take(receiver))).toEqual([true, true, false]);
  expect(places.free).toBe(0);
});

test('a place that was left may be taken again', () => {
  const places = new WebhookPlaces({ most: 2, mostEach: 1 });
  places.take('a');
  places.leave('a');
  expect([places.free, places.take('a'), places.take('a'), places.take('b')]).toEqual([2, true, false, true]);
});
