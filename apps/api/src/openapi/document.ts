import { version } from '@naas/core';
import type { Route } from '../route.js';
import { componentsOf } from './components.js';
import { operationOf } from './operation.js';
import { tags, type Json } from './operation-doc.js';
import { createDocFinder } from './operations.js';
import { openApiPath } from './parameters.js';

const description = [
  "The network's command line as a service: hand in commands or configuration for a device, and get the id " +
    'of a job at once.',
  'A path that is not listed answers 404 `NOT_FOUND`, a method that is not listed 405 `METHOD_NOT_ALLOWED` ' +
    'with `Allow`, both with the body `Error`. HEAD is answered wherever GET is. A slash at the end of a ' +
    'path changes nothing.',
].join('\n\n');

function paths(routes: readonly Route[]): Json {
  const docOf = createDocFinder(routes);
  const items: Record<string, Record<string, Json>> = {};
  for (const row of routes) {
    const doc = docOf(row);
    if (!doc) continue;
    const item = (items[openApiPath(row.path)] ??= {});
    item[row.method] ??= operationOf(row, doc); // of two equal rows, the first one answers
  }
  return items;
}

/** The OpenAPI 3.1 document of a table of routes. */
export function openApiDocument(routes: readonly Route[]): Json {
  return {
    openapi: '3.1.1',
    info: { title: 'NAAS', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    paths: paths(routes),
    components: componentsOf(routes),
  };
}
