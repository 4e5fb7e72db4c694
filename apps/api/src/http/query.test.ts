import { readQuery, type QueryRules } from './query.js';

const rules: QueryRules = {
  page: { schema: { type: 'integer', minimum: 1, maximum: 50, default: 1 }, description: 'Page.' },
  status: { schema: { type: 'string', enum: ['queued', 'failed'] }, description: 'Status.' },
  host: { schema: { type: 'string', format: 'device-host' }, description: 'Host.' },
  tag: { schema: { type: 'string', pattern: '^[a-z]+:[a-z]+$' }, description: 'Tag.', maxValues: 2 },
};

test('values are decoded and grouped by name, in order', () => {
  expect(readQuery('tag=a%3Ab&page=7&tag=c:d&host=2001:db8::1', rules)).toEqual({
    page: ['7'],
    status: [],
    host: ['2001:db8::1'],
    tag: ['a:b', 'c:d'],
  });
});

test.each([
  ['pages=1', 'The query has an unknown parameter; use only "page", "status", "host", "tag".'],
  ['page', 'The query parameter "page" must be a whole number from 1 to 50.'],
  ['page=0', 'The query parameter "page" must be a whole number from 1 to 50.'],
  ['page=1e1', 'The query parameter "page" must be a whole number from 1 to 50.'],
  ['page=1&page=2', 'The query parameter "page" may be given only once; leave out the rest.'],
  ['status=Queued', 'The query parameter "status" must be one of: queued, failed.'],
  ['host=a%20b', 'The query parameter "host" must be an IPv4 or IPv6 address, or a host name.'],
  ['tag=a', 'The query parameter "tag" must be of the form ^[a-z]+:[a-z]+$.'],
  ['tag=%FF', 'The query parameter "tag" must be of the form ^[a-z]+:[a-z]+$.'],
  ['tag=a:b&tag=a:b&tag=a:b', 'The query parameter "tag" may be given only 2 times; leave out the rest.'],
])('%s is refused', (text, message) => {
  expect(() => readQuery(text, rules)).toThrow(message);
});

test('with isLenient, unknown parameters are ignored, but invalid values are refused', () => {
  expect(readQuery('pages=1', rules, true)).toEqual({ page: [], status: [], host: [], tag: [] });
  expect(() => readQuery('page=x', rules, true)).toThrow('page');
});
