import { AuthError } from './auth-error.js';
import { isBearer, parseBearer } from './bearer.js';

test.each([
  ['Bearer a.b.c', true],
  ['bearer  a.b.c', true],
  ['BEARER', true],
  ['Bearerx', false],
  ['Basic a', false],
  ['', false],
  [undefined, false],
])('%j is of the scheme Bearer: %j', (header, is) => {
  expect(isBearer(header)).toBe(is);
});

test.each(['Bearer a.b.c', 'bearer   a.b.c  '])('the token of %j', (header) => {
  expect(parseBearer(header)).toBe('a.b.c');
});

test.each(['Bearer', 'Bearer  '])('%j is refused', (header) => {
  expect(() => parseBearer(header)).toThrow(AuthError);
});
