import { httpErrors, jobErrors } from '@naas/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createFormats } from '../body/formats.js';
import { routes } from '../routes.js';
import { testPlatforms } from '../testing/start-test-api.js';
import { openApiDocument } from './document.js';
import type { Json } from './operation-doc.js';
import { createDocFinder, operationDocs, placeOf } from './operations.js';

const document = openApiDocument(routes);

interface Media {
  readonly schema: Json;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

// The type that openApiDocument() builds.
const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ place: `${method} ${path}`, operation })),
);

function ajvOfDocument(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  for (const [name, { passes }] of Object.entries(createFormats(testPlatforms))) ajv.addFormat(name, passes);
  return ajv.addSchema(document, 'openapi');
}

/** All values in a document that have this key, at any depth. */
function under(key: string, value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]: readonly [string, unknown]) => [
    ...(name === key ? [entry] : []),
    ...under(key, entry),
  ]);
}

function resolvePointer(reference: string): unknown {
  return (
    reference
      .slice(2)
      .split('/')
      // Undefined if it leads nowhere.
      .reduce<unknown>((at, name) => (at as Json | undefined)?.[name.replaceAll('~1', '/')], document)
  );
}

test('every route is documented', () => {
  const docOf = createDocFinder(routes);
  expect(routes.filter((row) => !docOf(row)).map(placeOf)).toEqual([]);
});

test('every documented operation is a route', () => {
  const places = routes.map(placeOf);
  expect(Object.keys(operationDocs).filter((place) => !places.includes(place))).toEqual([]);
});

test('every operation has a unique name, a summary, a success response and an error response', () => {
  expect(operations.length).toBeGreaterThan(10);
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  for (const { place, operation } of operations) {
    const statuses = Object.keys(operation.responses);
    expect([
      place,
      operation.summary !== '',
      statuses.some((status) => status < '300'),
      statuses.some((status) => status >= '400'),
    ]).toEqual([place, true, true, true]);
  }
});

test('every reference resolves', () => {
  const references = under('$ref', document).map(String);
  expect(references.length).toBeGreaterThan(20);
  expect(
    references.filter((reference) => !reference.startsWith('#/') || resolvePointer(reference) === undefined),
  ).toEqual([]);
});

test('every example is valid under its schema', () => {
  const ajv = ajvOfDocument();
  const media = operations.flatMap(({ place, operation }) => [
    ...Object.values(operation.requestBody?.content ?? {}).map((one) => ({ place, one })),
    ...Object.values(operation.responses).flatMap((answer) =>
      Object.values(answer.content ?? {}).map((one) => ({ place, one })),
    ),
  ]);
  const faults = media.flatMap(({ place, one }) => {
    // A schema is a JSON object.
    const schema = JSON.parse(JSON.stringify(one.schema).replaceAll('"#/', '"openapi#/')) as Json;
    const validate = ajv.compile(schema);
    const examples = one.examples ? Object.values(one.examples).map(({ value }) => value) : [one.example];
    return examples
      .filter((example) => !validate(example))
      .map(() => `${place}: ${ajv.errorsText(validate.errors)}`);
  });
  expect(faults).toEqual([]);
});

test('every error code of requests and jobs is documented', () => {
  const text = JSON.stringify(document);
  expect(
    [...Object.keys(httpErrors), ...Object.keys(jobErrors)].filter((code) => !text.includes(`"${code}"`)),
  ).toEqual([]);
});

test('an operation documents its permission, required role and authentication schemes', () => {
  expect(operations.find(({ place }) => place === 'post /v2/send-config')?.operation).toMatchObject({
    'x-permission': 'config:run',
    'x-role': 'operator',
    security: [{ basic: [] }, { bearer: [] }],
  });
  expect(operations.find(({ place }) => place === 'get /healthcheck')?.operation).toMatchObject({
    security: [],
  });
});

test('v1 has the old field names and is deprecated', () => {
  // A schema and its properties are JSON objects.
  const schema = resolvePointer('#/components/schemas/SendCommandV1') as Json;
  expect(Object.keys(schema['properties'] as Json)).toEqual(
    expect.arrayContaining(['host', 'ip', 'platform', 'device_type']),
  );
  expect(operations.find(({ place }) => place === 'post /v1/send_command')?.operation).toMatchObject({
    deprecated: true,
  });
});
