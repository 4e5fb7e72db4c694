import type { Settings } from '@naas/core';
import { sendCommandBody } from './body/send-command.js';
import { sendConfigBody } from './body/send-config.js';
import { cancelJob } from './handlers/cancel-job.js';
import { getJob } from './handlers/get-job.js';
import { healthcheck } from './handlers/healthcheck.js';
import { readMetrics } from './handlers/metrics.js';
import { sendCommand } from './handlers/send-command.js';
import { sendConfig } from './handlers/send-config.js';
import { route, type Route } from './route.js';

/** Any of these answers for a job of any kind. */
const jobPaths = ['/v2/send-command/:job_id', '/v2/send-config/:job_id', '/v2/jobs/:job_id'] as const;
const healthPaths = ['/healthcheck', '/v2/healthcheck'] as const;

const metricsRoute: Route = { method: 'get', path: '/metrics', permission: 'public', handle: readMetrics };

/** Every route there is; what is not in this table is 404. */
const routes: readonly Route[] = [
  route({ method: 'post', path: '/v2/send-command', permission: 'command:run', body: sendCommandBody, handle: sendCommand }),
  route({ method: 'post', path: '/v2/send-config', permission: 'config:run', body: sendConfigBody, handle: sendConfig }),
  ...jobPaths.flatMap((path): readonly Route[] => [
    { method: 'get', path, permission: 'job:read', body: null, handle: getJob },
    { method: 'delete', path, permission: 'job:cancel', body: null, handle: cancelJob },
  ]),
  ...healthPaths.map((path): Route => ({ method: 'get', path, permission: 'public', handle: healthcheck })),
  metricsRoute,
];

/** The routes that the settings leave in place. */
export function routesFor(settings: Pick<Settings, 'METRICS_ENABLED'>): readonly Route[] {
  return settings.METRICS_ENABLED ? routes : routes.filter((row) => row !== metricsRoute);
}
