import type { Route } from '../route.js';

/** Routes of the API's own documentation. */
export const docsRoutes: readonly Route[] = [];
