import fc, { type Arbitrary } from 'fast-check';
import type { Json, Operation } from './document.js';
import { valuesOf } from './schema-values.js';
import type { RawRequest } from './send-raw.js';

/** Parts from which requests are generated. */
export interface RequestSources {
  readonly document: Json;
  readonly operations: readonly Operation[];
  /** Values of the Authorization header; undefined: no header. */
  readonly callers: readonly (string | undefined)[];
  /** Values of path parameters, by name. */
  readonly known: Readonly<Record<string, readonly string[]>>;
}

const long = (length: number): string => 'A'.repeat(length);
const nested = (depth: number): unknown =>
  Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1);

/** Values that are invalid almost everywhere. */
const oddValues: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_993,
  '',
  ' ',
  '22',
  'true',
  long(300),
  long(70_000),
  'a\nb',
  'a\u0000b',
  '\u2028',
  '\ud800',
  '🙂'.repeat(300),
  '../../etc/passwd',
  '${7*7}',
  "'; DROP TABLE jobs;--",
  '(a+)+$',
  '(?=x)',
  '[',
  'https://127.0.0.1/',
  'http://[::1]/',
  'file:///etc/passwd',
  [],
  {},
  [[]],
  [null],
  ['show version', 7],
  { a: { b: { c: {} } } },
  nested(60),
  Array.from({ length: 600 }, () => 'x'),
  Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`k${index}`, 'v'])),
];
const oddNames = [
  '__proto__',
  'constructor',
  'toString',
  'ip',
  'device_type',
  'hostname',
  'Host',
  'port ',
  '',
  'a/b',
  'a~b',
  long(300),
  '🙂',
];

/** Malformed bodies. */
const oddBodies: readonly (string | Buffer)[] = [
  '',
  ' ',
  '{',
  '{"host":',
  'null',
  '[]',
  '"x"',
  '0',
  'NaN',
  '{"host":"a",}',
  "{'host':'a'}",
  '\ufeff{}',
  '{"a":1}{"b":2}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
  Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.alloc(1_100_000, 0x20),
  '{"__proto__":{"x":1},"host":"192.0.2.1","commands":["show clock"]}',
  '{"host":"192.0.2.1","host":7,"commands":["a"]}',
];

const oddHeaders: readonly (readonly [string, string])[] = [
  ['x-request-id', 'not-a-uuid'],
  ['x-request-id', '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f'],
  ['x-request-id', ''],
  ['x-request-id', long(2000)],
  ['x-idempotency-key', ''],
  ['x-idempotency-key', long(255)],
  ['x-idempotency-key', long(256)],
  ['x-idempotency-key', 'again'],
  ['x-idempotency-key', 'gr\u00fc\u00df'],
  ['prefer', 'wait=0'],
  ['prefer', 'wait=-1'],
  ['prefer', 'wait="'],
  ['prefer', 'wait=x, wait=9'],
  ['prefer', `${long(2000)}=1`],
  ['prefer', 'respond-async'],
  ['content-type', 'text/plain'],
  ['content-type', 'application/json; charset=latin1'],
  ['content-type', 'application/json; charset="UTF-8"'],
  ['content-type', 'application/x-www-form-urlencoded'],
  ['content-type', ';;;'],
  ['content-type', ''],
  ['content-encoding', 'gzip'],
  ['content-encoding', 'identity'],
  ['accept', 'text/html'],
  ['accept', 'application/xml;q=0'],
  ['accept-encoding', 'br'],
  ['authorization', 'Basic'],
  ['authorization', 'Basic ===='],
  ['authorization', 'Basic YTpi\u00ff'],
  ['authorization', 'Bearer'],
  ['authorization', 'Bearer a.b.c'],
  ['authorization', `Bearer ${long(3000)}`],
  ['authorization', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
  ['authorization', 'Negotiate x'],
  ['authorization', ''],
  ['last-event-id', '0-0'],
  ['last-event-id', 'x'],
  ['last-event-id', '99999999999999999999999-1'],
  ['last-event-id', '-'],
  ['last-event-id', long(500)],
  ['cookie', 'a=b'],
  ['origin', 'https://evil.example'],
  ['x-forwarded-for', '127.0.0.1'],
  ['traceparent', '00-zz'],
  ['host', 'evil.example'],
  ['x-http-method-override', 'DELETE'],
  ['range', 'bytes=0-1'],
  ['if-none-match', '*'],
];

const oddParts = [
  'x',
  '%00',
  '%FF',
  '%2e%2e',
  '%2F',
  '..',
  '0',
  '-1',
  '65536',
  '3f2b9c1e-8a4d-4c56-9e0f-1a2b3c4d5e6f',
  '3F2B9C1E-8A4D-4C56-9E0F-1A2B3C4D5E6F',
  '%F0%9F%99%82',
  '2001%3Adb8%3A%3A1',
  'k-1',
  '__proto__',
  'default',
  '%20',
  long(3000),
  '*',
  'a%0d%0ab',
  ';x=1',
  '%25',
];
const oddQueries = [
  '',
  '?',
  '?page=1',
  '?page=0',
  '?page=999999',
  '?per_page=100&page=1',
  '?per_page=101',
  '?status=failed',
  '?status=x',
  '?tag=site:ams1&tag=a:b',
  '?tag=x',
  '?tag=%FF',
  '?host=192.0.2.1',
  '?host=%00',
  '?context=default',
  '?context=nowhere',
  '?context=core',
  '?a[b]=c',
  '?__proto__=1',
  `?q=${long(3000)}`,
  '?&&&===',
  '?page=1&page=2',
  '?%',
];
const oddPaths = [
  '/',
  '//',
  '/v2',
  '/v2/',
  '/v2//jobs',
  '/V2/jobs',
  '/v3/jobs',
  '/v2/jobs/',
  '/v2/jobs//',
  '/%',
  '/%FF',
  '/v2/%2e%2e/metrics',
  '/v1',
  '/v1/nothing',
  '/apidoc/',
  '/apidoc/..',
  '/.env',
  '/v2/send-command/../jobs',
  `/${long(3000)}`,
  '/healthcheck/x',
  '/v2/jobs/%E0%A4%A',
];
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND', 'TRACE'];

type Fields = Readonly<Record<string, unknown>>;

/** Adds an odd value somewhere in a body, or removes a field. */
const mutated = (values: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc
    .tuple(
      values,
      fc.nat(),
      fc.constantFrom(...oddValues),
      fc.constantFrom(...oddNames),
      fc.constantFrom('replace', 'remove', 'add', 'deep'),
    )
    .map(([body, at, value, name, how]) => {
      if (typeof body !== 'object' || body === null) return value;
      const names = Object.keys(body);
      const chosen = names[at % Math.max(1, names.length)] ?? name;
      const entries = Object.entries(body as Fields); // the check above shows that it is an object
      if (how === 'remove') return Object.fromEntries(entries.filter(([one]) => one !== chosen));
      if (how === 'add') return Object.fromEntries([...entries, [name, value]]);
      if (how === 'deep')
        return Object.fromEntries([...entries, [chosen, [(body as Fields)[chosen], value]]]);
      return Object.fromEntries([...entries, [chosen, value]]);
    });

/** Bodies to send: mostly valid ones or ones with one fault, sometimes anything else. */
function bodies(operation: Operation, document: Json): Arbitrary<string | Buffer | undefined> {
  if (!operation.body)
    return fc.option(fc.constantFrom(...oddBodies, '{"a":1}'), { nil: undefined, freq: 8 });
  const valid = valuesOf(operation.body.schema, document);
  const text = (values: Arbitrary<unknown>): Arbitrary<string> =>
    values.map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 6, arbitrary: text(valid) },
    { weight: 6, arbitrary: text(mutated(valid)) },
    { weight: 1, arbitrary: text(fc.jsonValue({ maxDepth: 4 })) },
    { weight: 2, arbitrary: fc.constantFrom(...oddBodies, undefined) },
  );
}

function paths({ path }: Operation, known: RequestSources['known']): Arbitrary<string> {
  const parts = path.split(/(\{\w+\})/);
  const filled = parts.map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined
      ? fc.constant(part)
      : fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom(...(known[name] ?? ['x'])) },
          { weight: 2, arbitrary: fc.constantFrom(...oddParts) },
        );
  });
  return fc.tuple(...filled).map((texts) => texts.join(''));
}

/** Generates requests of one operation: valid ones, and ones with faults of every kind. */
function requestsOf(
  operation: Operation,
  { document, callers, known }: RequestSources,
): Arbitrary<RawRequest> {
  return fc
    .record({
      path: fc.oneof(
        { weight: 12, arbitrary: paths(operation, known) },
        { weight: 1, arbitrary: fc.constantFrom(...oddPaths) },
      ),
      query: fc.oneof(
        { weight: 4, arbitrary: fc.constant('') },
        { weight: 2, arbitrary: fc.constantFrom(...oddQueries) },
      ),
      method: fc.oneof(
        { weight: 9, arbitrary: fc.constant(operation.method) },
        { weight: 1, arbitrary: fc.constantFrom(...methods) },
      ),
      caller: fc.constantFrom(...callers),
      odd: fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 2, arbitrary: fc.array(fc.constantFrom(...oddHeaders), { minLength: 1, maxLength: 3 }) },
      ),
      body: bodies(operation, document),
    })
    .map(({ path, query, method, caller, odd, body }): RawRequest => {
      const sent = method === 'TRACE' ? undefined : body;
      const headers = {
        ...(caller === undefined ? {} : { authorization: caller }),
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...Object.fromEntries(odd),
      };
      return { method, path: `${path}${query}`, headers, ...(sent === undefined ? {} : { body: sent }) };
    });
}

/** Generates requests of all operations. */
export function generatedRequests(sources: RequestSources): Arbitrary<RawRequest> {
  return fc.oneof(...sources.operations.map((operation) => requestsOf(operation, sources)));
}
