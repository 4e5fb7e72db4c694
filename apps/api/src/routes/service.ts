import { healthcheck } from '../handlers/healthcheck.js';
import { livez } from '../handlers/livez.js';
import { readMetrics } from '../handlers/metrics.js';
import { readyz } from '../handlers/readyz.js';
import type { Route } from '../route.js';

const healthPaths = ['/', '/healthcheck', '/v2/healthcheck'] as const;

export const metricsRoute: Route = {
  method: 'get',
  path: '/metrics',
  permission: 'public',
  handle: readMetrics,
};

/** Routes about the service itself, open to all. */
export const serviceRoutes: readonly Route[] = [
  ...healthPaths.map((path): Route => ({ method: 'get', path, permission: 'public', handle: healthcheck })),
  { method: 'get', path: '/livez', permission: 'public', handle: livez },
  { method: 'get', path: '/readyz', permission: 'public', handle: readyz },
  metricsRoute,
];
