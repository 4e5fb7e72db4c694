import type { Route } from '../route.js';

/** Routes that answer with event streams. */
export const streamRoutes: readonly Route[] = [];
