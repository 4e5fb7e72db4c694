import { Bell } from './bell.js';

test('a ring is heard by the one who waits', async () => {
  const bell = new Bell();
  const heard = bell.heard();
  bell.ring();
  await heard;
});

test('any number of rings in between are heard once', async () => {
  const bell = new Bell();
  bell.ring();
  bell.ring();
  await bell.heard();
  const again = bell.heard().then(() => 'heard');
  expect(await Promise.race([again, Promise.resolve('not heard')])).toBe('not heard');
  bell.ring();
  expect(await again).toBe('heard');
});
