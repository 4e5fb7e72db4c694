import { createServer, type RequestListener, type Server } from 'node:http';
import { listen, mayReadMetrics, type Settings } from '@naas/core';
import type { Registry } from 'prom-client';

/**
 * Serves the worker's `/metrics` and `/livez` on WORKER_HTTP_HOST and WORKER_HTTP_PORT.
 * @throws SettingsError when it cannot listen there.
 */
export async function startStatusServer(settings: Settings, registry: Registry): Promise<Server> {
  const server = createServer(statusListener(settings, registry));
  await listen(server, settings, { host: 'WORKER_HTTP_HOST', port: 'WORKER_HTTP_PORT' });
  return server;
}

function statusListener(settings: Settings, registry: Registry): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?')[0];
    const answer = (status: number, type: string, body: string): void =>
      void response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return answer(405, 'text/plain', 'Only GET is supported.\n');
    }
    if (path === '/livez') return answer(200, 'application/json', '{"status":"alive"}');
    if (path !== '/metrics' || !settings.METRICS_ENABLED) {
      return answer(404, 'text/plain', 'Only /metrics and /livez exist here.\n');
    }
    if (!mayReadMetrics(settings, request.headers.authorization)) {
      return answer(401, 'text/plain', 'The metrics require METRICS_TOKEN as a Bearer token.\n');
    }
    registry.metrics().then(
      (text) => answer(200, registry.contentType, text),
      () => answer(500, 'text/plain', 'The metrics could not be read.\n'),
    );
  };
}
