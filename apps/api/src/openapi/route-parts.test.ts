import { responseSchemas } from '@naas/contract';
import { open, type Route } from '../route.js';
import { routes } from '../routes.js';
import { requiredRoles } from '../testing/required-roles.js';
import { createDocFinder } from './operations.js';

const placeOf = ({ method, path }: Route): string => `${method} ${path}`;
const placesWithRole = new Set(requiredRoles.map(([place]) => place));
const schemaNames = new Set(Object.values<{ readonly $id: string }>(responseSchemas).map(({ $id }) => $id));

/** Whether the table of roles has a route, or another path of its handler. */
function hasRole(row: Route, rows: readonly Route[]): boolean {
  return rows.some(
    ({ handle }, index) => handle === row.handle && placesWithRole.has(placeOf(rows[index] ?? row)),
  );
}

/** The parts that a route lacks, one sentence each: what CONTRIBUTING.md asks of a new route. */
function missingParts(row: Route, rows: readonly Route[]): readonly string[] {
  const place = placeOf(row);
  const doc = createDocFinder(rows)(row);
  const schemas = (doc?.responses ?? []).map(({ content }) => {
    const reference: unknown = content?.schema['$ref'];
    return typeof reference === 'string' ? (reference.split('/').at(-1) ?? '') : '';
  });
  return [
    ...(doc ? [] : [`${place} has no text in apps/api/src/openapi/operations/`]),
    ...schemas
      .filter((name) => name !== '' && !schemaNames.has(name))
      .map((name) => `${place} answers ${name}, which is not in libs/contract/src/schemas/responses/`),
    ...(hasRole(row, rows) ? [] : [`${place} has no role in apps/api/src/testing/required-roles.ts`]),
  ];
}

test('every route has its parts', () => {
  const current = routes.filter(({ version }) => version !== 'v1');
  expect(current.length).toBeGreaterThan(40);
  expect(current.flatMap((row) => missingParts(row, current))).toEqual([]);
});

test('a made-up route without its parts is found, with a sentence for each', () => {
  const made = open('/v2/made-up', () => Promise.resolve({ status: 200 }));
  expect(missingParts(made, [...routes, made])).toEqual([
    'get /v2/made-up has no text in apps/api/src/openapi/operations/',
    'get /v2/made-up has no role in apps/api/src/testing/required-roles.ts',
  ]);
});
