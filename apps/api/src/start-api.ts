import {
  createAudit,
  listen,
  urlOf,
  version,
  type Audit,
  type Logger,
  type Settings,
  type SettingsError,
} from '@naas/core';
import { createListener } from './http/app.js';
import { watchRequests } from './http/drain.js';
import { createServer } from './http/create-server.js';
import { openApiDocument } from './openapi/document.js';
import { routesFor } from './routes.js';
import { createServices, type Platforms } from './services.js';
import { loadTlsPair } from './tls/load.js';

/** Parameters of startApi(). */
export interface ApiOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly platforms: Platforms;
  /** Receives the audit events. Default: one line each on standard output. */
  readonly audit?: Audit;
}

/** A listening API. */
export interface RunningApi {
  readonly url: string;
  /** Resolves if the first connection shows that this Redis is not usable, for example a Cluster. */
  readonly redisFault: Promise<SettingsError>;
  /**
   * Accepts no new requests, answers those under way, and resolves once all connections are closed, after
   * SHUTDOWN_TIMEOUT at most.
   */
  stop(): Promise<void>;
}

/**
 * Starts an API without waiting for Redis.
 * @throws SettingsError when a setting is wrong or the port is taken.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const { settings, log, audit = createAudit({ program: 'naas-api' }) } = options;
  const pair = await loadTlsPair(settings);
  const stopping = new AbortController();
  const routes = routesFor(settings);
  const openApi = JSON.stringify(openApiDocument(routes));
  const { services, redisFault, close } = createServices({
    ...options,
    audit,
    openApi,
    stopping: stopping.signal,
  });
  try {
    const server = createServer(pair, createListener(routes, services));
    await listen(server, settings, { host: 'NAAS_HOST', port: 'NAAS_PORT' });
    const closeServer = watchRequests(server);
    const url = urlOf(server, pair ? 'https' : 'http');
    log.info('ready', { url, version });
    return {
      url,
      redisFault,
      stop: async () => {
        stopping.abort();
        await closeServer(settings.SHUTDOWN_TIMEOUT * 1000);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
