import type { Route } from '../route.js';

/** Routes of batches. */
export const batchRoutes: readonly Route[] = [];
