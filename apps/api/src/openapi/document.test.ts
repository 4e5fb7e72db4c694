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

const operations = Object.entries(
  document['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>,
) // what openApiDocument makes
  .flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ place: `${method} ${path}`, operation })),
  );

function ajvOfDocument(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  for (const [name, { passes }] of Object.entries(createFormats(testPlatforms))) ajv.addFormat(name, passes);
  return ajv.addSchema(document, 'openapi');
}

/** Everything in a document that lies under a key, at any depth. */
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
      // undefined where there is none
      .reduce<unknown>((at, name) => (at as Json | undefined)?.[name.replaceAll('~1', '/')], document)
  );
}

test('every route is told', () => {
  const docOf = createDocFinder(routes);
  expect(routes.filter((row) => !docOf(row)).map(placeOf)).toEqual([]);
});

test('every text is of a route', () => {
  const places = routes.map(placeOf);
  expect(Object.keys(operationDocs).filter((place) => !places.includes(place))).toEqual([]);
});

test('every operation has a name of its own, a summary, a success and an error', () => {
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

test('every reference leads to something', () => {
  const references = under('$ref', document).map(String);
  expect(references.length).toBeGreaterThan(20);
  expect(
    references.filter((reference) => !reference.startsWith('#/') || resolvePointer(reference) === undefined),
  ).toEqual([]);
});

test('every example fits its schema', () => {
  const ajv = ajvOfDocument();
  const media = operations.flatMap(({ place, operation }) => [
    ...Object.values(operation.requestBody?.content ?? {}).map((one) => ({ place, one })),
    ...Object.values(operation.responses).flatMap((answer) =>
      Object.values(answer.content ?? {}).map((one) => ({ place, one })),
    ),
  ]);
  const misfits = media.flatMap(({ place, one }) => {
    const validate = ajv.compile(
      JSON.parse(JSON.stringify(one.schema).replaceAll('"#/', '"openapi#/')) as Json,
    ); // a schema is JSON
    const examples = one.examples ? Object.values(one.examples).map(({ value }) => value) : [one.example];
    return examples
      .filter((example) => !validate(example))
      .map(() => `${place}: ${ajv.errorsText(validate.errors)}`);
  });
  expect(misfits).toEqual([]);
});

test('every error code of a request and of a job is told', () => {
  const text = JSON.stringify(document);
  expect(
    [...Object.keys(httpErrors), ...Object.keys(jobErrors)].filter((code) => !text.includes(`"${code}"`)),
  ).toEqual([]);
});

test('an operation says who may: permission, least role and schemes', () => {
  expect(operations.find(({ place }) => place === 'post /v2/send-config')?.operation).toMatchObject({
    'x-permission': 'config:run',
    'x-role': 'operator',
    security: [{ basic: [] }, { bearer: [] }],
  });
  expect(operations.find(({ place }) => place === 'get /healthcheck')?.operation).toMatchObject({
    security: [],
  });
});

test('v1 takes the former names of fields, and is deprecated', () => {
  const schema = resolvePointer('#/components/schemas/SendCommandV1') as Json; // made for v1's rows
  expect(Object.keys(schema['properties'] as Json)).toEqual(
    expect.arrayContaining(['host', 'ip', 'platform', 'device_type']),
  ); // a JSON schema's properties
  expect(operations.find(({ place }) => place === 'post /v1/send_command')?.operation).toMatchObject({
    deprecated: true,
  });
});
