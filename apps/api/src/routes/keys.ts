import type { Route } from '../route.js';

/** Routes of API keys. */
export const keysRoutes: readonly Route[] = [];
