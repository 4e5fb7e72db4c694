import type { Route } from '../route.js';

/** Routes about contexts, platforms, workers, circuits and host keys. */
export const adminRoutes: readonly Route[] = [];
