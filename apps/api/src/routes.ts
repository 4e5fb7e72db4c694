import type { Settings } from '@naas/core';
import { legacyRoutes } from './legacy-routes.js';
import type { Route } from './route.js';
import { adminRoutes } from './routes/admin.js';
import { batchRoutes } from './routes/batches.js';
import { docsRoutes } from './routes/docs.js';
import { jobRoutes } from './routes/jobs.js';
import { keysRoutes } from './routes/keys.js';
import { metricsRoute, serviceRoutes } from './routes/service.js';
import { streamRoutes } from './routes/streams.js';
import { submitRoutes } from './routes/submit.js';

const current: readonly Route[] = [
  ...batchRoutes,
  ...submitRoutes,
  ...streamRoutes,
  ...jobRoutes,
  ...keysRoutes,
  ...adminRoutes,
  ...docsRoutes,
  ...serviceRoutes,
];

/** Every route there is; what is not in this table is 404. Where two paths match, the first one answers. */
export const routes: readonly Route[] = [...current, ...legacyRoutes(current)];

/** The routes that the settings leave in place. */
export function routesFor(settings: Pick<Settings, 'METRICS_ENABLED'>): readonly Route[] {
  return settings.METRICS_ENABLED ? routes : routes.filter((row) => row !== metricsRoute);
}
