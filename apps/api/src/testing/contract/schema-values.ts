import fc, { type Arbitrary } from 'fast-check';
import type { Json } from './document.js';

/** Values of formats, most of which are specific to this API. */
const ofFormat: Readonly<Record<string, Arbitrary<string>>> = {
  'device-host': fc.constantFrom(
    '192.0.2.1',
    '192.0.2.2',
    '2001:db8::1',
    'r1.example.net',
    'R1',
    'xn--bcher-kva.example',
  ),
  platform: fc.constantFrom('cisco_ios', 'juniper_junos', 'read_only'),
  credential: fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((text) => !/\p{Cc}/u.test(text)),
  re2: fc.constantFrom('x$', '[Cc]onfirm\\?', '.*#'),
  uuid: fc.uuid(),
  uri: fc.constantFrom('https://hooks.example.com/naas', 'https://198.51.100.7/x'),
};

const samples = [
  'show version',
  'show clock',
  'interface Loopback0',
  'a',
  'ü – 中 🙂',
  'site',
  'k-1',
  'default',
];

function textOf({
  format,
  pattern,
  minLength = 0,
  maxLength = 60,
}: {
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}): Arbitrary<string> {
  const known = format === undefined ? undefined : ofFormat[format];
  if (known) return known.filter((text) => text.length >= minLength && text.length <= maxLength);
  if (pattern === undefined) {
    return fc
      .string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 60) })
      .filter((text) => text.length <= maxLength);
  }
  const expression = new RegExp(pattern, 'u');
  const valid = samples.filter((text) => expression.test(text));
  return valid.length > 0 ? fc.constantFrom(...valid) : fc.stringMatching(new RegExp(pattern));
}

interface Schema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
}

/** Generates values that are valid under most body schemas; the judge checks whether one really is. */
export function valuesOf(schema: Json, document: Json): Arbitrary<unknown> {
  return fromSchema(schema, document);
}

/** A test of the document checks that all references resolve. */
function resolve(reference: string, document: Json): Schema {
  const names = reference.slice(2).split('/');
  return names.reduce<unknown>((at, name) => (at as Json)[name], document) as Schema;
}

function fromSchema(schema: Schema, document: Json): Arbitrary<unknown> {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return fromSchema(resolve(reference, document), document);
  if ('const' in schema) return fc.constant(schema['const']);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? 'object');
  return ofType[type]?.(schema, document) ?? fc.jsonValue();
}

const ofType: Readonly<Record<string, (schema: Schema, document: Json) => Arbitrary<unknown>>> = {
  string: (schema) => textOf(schema as Parameters<typeof textOf>[0]), // has keywords of strings
  integer: ({ minimum = -1000, maximum = 1_000_000 }) =>
    fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) }),
  number: ({ minimum = 0, maximum = 1000 }) => fc.double({ min: minimum, max: maximum, noNaN: true }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: ({ items = {}, minItems = 0, maxItems = 5 }, document) =>
    fc.array(fromSchema(items, document), {
      minLength: minItems,
      maxLength: Math.max(minItems, Math.min(maxItems, 5)),
    }),
  object: (schema, document) => ofObject(schema, document),
};

function ofObject(
  { properties, required = [], oneOf, anyOf, additionalProperties, propertyNames, maxProperties = 5 }: Schema,
  document: Json,
): Arbitrary<unknown> {
  if (!properties) {
    const values =
      typeof additionalProperties === 'object' ? fromSchema(additionalProperties, document) : fc.jsonValue();
    // propertyNames has keywords of strings.
    const names = propertyNames ? textOf(propertyNames as Parameters<typeof textOf>[0]) : fc.string();
    return fc.dictionary(names, values, { maxKeys: Math.min(maxProperties, 4) });
  }
  const alternatives = (oneOf ?? anyOf ?? [{}]).map(({ required: more = [] }) => more);
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, fromSchema(field, document)]),
  );
  return fc.constantFrom(...alternatives).chain((more) => {
    const others = alternatives.flat().filter((name) => !more.includes(name));
    const chosen = Object.fromEntries(Object.entries(fields).filter(([name]) => !others.includes(name)));
    return fc.record(chosen, { requiredKeys: [...required, ...more].filter((name) => name in chosen) });
  });
}
