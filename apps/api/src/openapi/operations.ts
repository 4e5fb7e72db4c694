import type { Route } from '../route.js';
import type { OperationDoc } from './operation-doc.js';
import { administrationOperations } from './operations/administration.js';
import { jobOperations } from './operations/jobs.js';
import { serviceOperations } from './operations/service.js';
import { submitOperations } from './operations/submit.js';

/** Documentation of operations, by method and path. Routes with the same handler share one entry. */
export const operationDocs: Readonly<Record<string, OperationDoc>> = {
  ...submitOperations,
  ...jobOperations,
  ...administrationOperations,
  ...serviceOperations,
};

/** Method and path of a route, such as `GET /v2/jobs/:job_id`. */
export const placeOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  `${method.toUpperCase()} ${path}`;

/** Makes the function that finds the documentation of a route; undefined if it has none. */
export function createDocFinder(routes: readonly Route[]): (row: Route) => OperationDoc | undefined {
  const byHandler = new Map<Route['handle'], OperationDoc>();
  for (const row of routes) {
    const doc = operationDocs[placeOf(row)];
    if (doc) byHandler.set(row.handle, doc);
  }
  return (row) => operationDocs[placeOf(row)] ?? byHandler.get(row.handle);
}
