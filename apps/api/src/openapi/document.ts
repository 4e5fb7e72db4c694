import { version } from '@naas/core';
import type { Route } from '../route.js';
import { componentsOf } from './components.js';
import { operationOf } from './operation.js';
import { tags, type Json } from './operation-doc.js';
import { createDocFinder } from './operations.js';
import { openApiPath } from './parameters.js';

const description = [
  'Runs commands and configuration on network devices. A submit returns the id of a job at once; read, follow ' +
    'or cancel the job under `/v2/jobs`.',
  'An unlisted path answers 404 `NOT_FOUND`. An unlisted method answers 405 `METHOD_NOT_ALLOWED` with the ' +
    'header `Allow`. Both have the body `Error`. Every route that supports GET also supports HEAD. A slash at ' +
    'the end of a path is ignored.',
].join('\n\n');

function paths(routes: readonly Route[]): Json {
  const docOf = createDocFinder(routes);
  const items: Record<string, Record<string, Json>> = {};
  for (const row of routes) {
    const doc = docOf(row);
    if (!doc) continue;
    const item = (items[openApiPath(row.path)] ??= {});
    item[row.method] ??= operationOf(row, doc); // if two rows are equal, the first one answers
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
