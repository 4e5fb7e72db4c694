import fc from 'fast-check';
import { beginningOf, memberSpans, withValue } from './json-spans.js';

const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue());

test('each span of an object is the JSON of that member', () => {
  fc.assert(
    fc.property(object, (value) => {
      const json = Buffer.from(JSON.stringify(value));
      const found = [...memberSpans(json)].map(([name, { start, end }]) => [
        name,
        json.toString('utf8', start, end),
      ]);
      expect(found).toEqual(Object.entries(value).map(([name, member]) => [name, JSON.stringify(member)]));
    }),
  );
});

test('a span can be given another value', () => {
  const json = Buffer.from('{"a":"long \\" text","b":[1,{"c":"]"}]}');
  const spans = memberSpans(json);
  expect(withValue(json, spans.get('a') ?? { start: 0, end: 0 }, '""')).toBe('{"a":"","b":[1,{"c":"]"}]}');
  expect(withValue(json, spans.get('b') ?? { start: 0, end: 0 }, '0')).toBe('{"a":"long \\" text","b":0}');
});

test('the beginning of a text is cut between characters and escapes, and long enough', () => {
  const texts = fc.string({
    unit: fc.constantFrom('a', 'é', '€', '😀', '"', '\\', '\n', '\u0000', '\ud800'),
  });
  fc.assert(
    fc.property(texts, fc.nat(20), (text, minBytes) => {
      const json = Buffer.from(JSON.stringify({ text }));
      const beginning = beginningOf(json, memberSpans(json).get('text') ?? { start: 0, end: 0 }, minBytes);
      expect(text.startsWith(beginning)).toBe(true);
      if (beginning !== text) expect(Buffer.byteLength(beginning)).toBeGreaterThanOrEqual(minBytes);
    }),
    { numRuns: 1000 },
  );
});

test('what is cut off in the middle ends, whatever the bytes', () => {
  fc.assert(
    fc.property(object, fc.nat(), (value, seed) => {
      const json = Buffer.from(JSON.stringify(value));
      expect(() => memberSpansOrSyntaxError(json.subarray(0, seed % (json.length + 1)))).not.toThrow();
    }),
  );
});

function memberSpansOrSyntaxError(json: Buffer): void {
  try {
    memberSpans(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
}
