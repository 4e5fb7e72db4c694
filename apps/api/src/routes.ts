import { jobKindNames } from '@naas/contract';
import type { Settings } from '@naas/core';
import { createApiKey } from './api-keys/create-api-key.js';
import { listApiKeys } from './api-keys/list-api-keys.js';
import { revokeApiKey } from './api-keys/revoke-api-key.js';
import { rotateApiKey } from './api-keys/rotate-api-key.js';
import { cancelBatch } from './batches/cancel-batch.js';
import { getBatch } from './batches/get-batch.js';
import { streamBatch } from './batches/stream-batch.js';
import { createApiKeyBody } from './body/create-api-key.js';
import { replayJobBody } from './body/replay-job.js';
import { rotateApiKeyBody } from './body/rotate-api-key.js';
import { sendCommandBatchBody } from './body/send-command-batch.js';
import { sendCommandStructuredBody } from './body/send-command-structured.js';
import { sendCommandBody } from './body/send-command.js';
import { sendConfigBatchBody } from './body/send-config-batch.js';
import { sendConfigBody } from './body/send-config.js';
import { getCircuit, listCircuits, resetCircuit, resetCircuits } from './devices/circuits.js';
import { forgetHostKey, forgetHostKeys, getHostKey, listHostKeys } from './devices/host-keys.js';
import { listContexts } from './devices/list-contexts.js';
import { listPlatforms } from './devices/list-platforms.js';
import { listWorkers } from './devices/list-workers.js';
import { contextQuery } from './devices/selected-contexts.js';
import { legacyRoutes } from './http/legacy-routes.js';
import { cancelJob } from './jobs/cancel-job.js';
import { getJob } from './jobs/get-job.js';
import { failedJobsQuery, jobsQuery, listFailedJobs, listJobs } from './jobs/list-jobs.js';
import { streamJob } from './jobs/stream-job.js';
import { get, open, post, remove, type Route } from './route.js';
import { readDocFile, readDocInitializer, readDocPage, readOpenApi } from './service/docs.js';
import { healthcheck } from './service/healthcheck.js';
import { livez } from './service/livez.js';
import { readMetrics } from './service/metrics.js';
import { readyz } from './service/readyz.js';
import { sendBatch } from './submit/accept-batch.js';
import { sendJob } from './submit/accept-job.js';
import { replayJob } from './submit/replay-job.js';
import { commandsOf, configurationOf } from './submit/work.js';

/** A job of any kind can be read under each of these paths. */
const jobPaths = [...jobKindNames.map((kind) => `/v2/${kind}`), '/v2/jobs'];
const device = ':context/:host/:port';

// The first matching row answers, so /v2/jobs/failed must come before /v2/jobs/:job_id.
const current: readonly Route[] = [
  post('/v2/send-command', {
    permission: 'command:run',
    body: sendCommandBody,
    handle: sendJob(commandsOf('send-command')),
  }),
  post('/v2/send-command-structured', {
    permission: 'command:run',
    body: sendCommandStructuredBody,
    handle: sendJob(commandsOf('send-command-structured')),
  }),
  post('/v2/send-config', {
    permission: 'config:run',
    body: sendConfigBody,
    handle: sendJob(configurationOf('send-config')),
  }),

  post('/v2/send-command/batch', {
    permission: 'command:run',
    body: sendCommandBatchBody,
    handle: sendBatch(commandsOf('send-command')),
  }),
  post('/v2/send-config/batch', {
    permission: 'config:run',
    body: sendConfigBatchBody,
    handle: sendBatch(configurationOf('send-config')),
  }),
  get('/v2/batches/:batch_id', { permission: 'batch:read', handle: getBatch }),
  get('/v2/batches/:batch_id/stream', { permission: 'batch:read', handle: streamBatch }),
  remove('/v2/batches/:batch_id', { permission: 'batch:cancel', handle: cancelBatch }),

  get('/v2/jobs', { permission: 'job:list', query: jobsQuery, handle: listJobs }),
  get('/v2/jobs/failed', { permission: 'job:list-failed', query: failedJobsQuery, handle: listFailedJobs }),
  post('/v2/jobs/:job_id/replay', { permission: 'job:replay', body: replayJobBody, handle: replayJob }),
  ...jobPaths.flatMap((path) => [
    get(`${path}/:job_id`, { permission: 'job:read', handle: getJob }),
    get(`${path}/:job_id/stream`, { permission: 'job:read', handle: streamJob }),
    remove(`${path}/:job_id`, { permission: 'job:cancel', handle: cancelJob }),
  ]),

  // Basic credentials with NAAS_ADMIN_SECRET are accepted only for the permission key:manage.
  post('/v2/api-keys', { permission: 'key:manage', body: createApiKeyBody, handle: createApiKey }),
  get('/v2/api-keys', { permission: 'key:manage', handle: listApiKeys }),
  remove('/v2/api-keys/:key_id', { permission: 'key:manage', handle: revokeApiKey }),
  post('/v2/api-keys/:key_id/rotate', {
    permission: 'key:manage',
    body: rotateApiKeyBody,
    handle: rotateApiKey,
  }),

  get('/v2/contexts', { permission: 'context:read', handle: listContexts }),
  get('/v2/platforms', { permission: 'platform:read', handle: listPlatforms }),
  get('/v2/workers', { permission: 'worker:read', handle: listWorkers }),
  get('/v2/circuits', { permission: 'circuit:manage', query: contextQuery, handle: listCircuits }),
  remove('/v2/circuits', { permission: 'circuit:manage', query: contextQuery, handle: resetCircuits }),
  get(`/v2/circuits/${device}`, { permission: 'circuit:manage', handle: getCircuit }),
  remove(`/v2/circuits/${device}`, { permission: 'circuit:manage', handle: resetCircuit }),
  get('/v2/host-keys', { permission: 'host-key:manage', query: contextQuery, handle: listHostKeys }),
  remove('/v2/host-keys', { permission: 'host-key:manage', query: contextQuery, handle: forgetHostKeys }),
  get(`/v2/host-keys/${device}`, { permission: 'host-key:manage', handle: getHostKey }),
  remove(`/v2/host-keys/${device}`, { permission: 'host-key:manage', handle: forgetHostKey }),

  open('/apidoc', readDocPage),
  open('/apidoc/openapi.json', readOpenApi),
  open('/apidoc/initializer.js', readDocInitializer),
  open('/apidoc/swagger-ui-bundle.js', readDocFile('swagger-ui-bundle.js')),
  open('/apidoc/swagger-ui.css', readDocFile('swagger-ui.css')),

  open('/', healthcheck),
  open('/healthcheck', healthcheck),
  open('/v2/healthcheck', healthcheck),
  open('/livez', livez),
  open('/readyz', readyz),
  open('/metrics', readMetrics),
];

/** All routes. Any other path answers 404. */
export const routes: readonly Route[] = [...current, ...legacyRoutes(current)];

/** The routes that the settings enable. */
export function routesFor(settings: Pick<Settings, 'METRICS_ENABLED'>): readonly Route[] {
  return settings.METRICS_ENABLED ? routes : routes.filter(({ path }) => path !== '/metrics');
}
