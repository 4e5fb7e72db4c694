import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { SettingsError, type Settings } from '@naas/core';
import type { Registry } from 'prom-client';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const faults: Readonly<Record<string, (settings: Settings) => string>> = {
  EADDRINUSE: ({ WORKER_HTTP_HOST, WORKER_HTTP_PORT }) =>
    `WORKER_HTTP_PORT: port ${WORKER_HTTP_PORT} of ${WORKER_HTTP_HOST} is taken by another program; stop ` +
    'it, set another port, or 0 for any free one.',
  EACCES: ({ WORKER_HTTP_PORT }) =>
    `WORKER_HTTP_PORT: this user may not listen on port ${WORKER_HTTP_PORT}; set one above 1023.`,
  EADDRNOTAVAIL: ({ WORKER_HTTP_HOST }) =>
    `WORKER_HTTP_HOST: ${WORKER_HTTP_HOST} is no address of this machine; set one that is, or 0.0.0.0 for all.`,
  ENOTFOUND: ({ WORKER_HTTP_HOST }) =>
    `WORKER_HTTP_HOST: ${WORKER_HTTP_HOST} does not resolve; set an address of this machine.`,
};

/** The sentence for a system's error; undefined where there is none. */
function faultOf(error: unknown, settings: Settings): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(faults, code) ? faults[code]?.(settings) : undefined;
}

/** Whether an Authorization header carries METRICS_TOKEN; compared in constant time. */
function mayRead(settings: Settings, header: string | undefined): boolean {
  return (
    settings.METRICS_TOKEN === '' ||
    timingSafeEqual(digest(header ?? ''), digest(`Bearer ${settings.METRICS_TOKEN}`))
  );
}

/**
 * Serves the worker's `/metrics` and `/livez` on WORKER_HTTP_HOST and WORKER_HTTP_PORT.
 * @throws SettingsError when it cannot listen there.
 */
export async function startStatusServer(settings: Settings, registry: Registry): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const answer = (status: number, type: string, body: string): void =>
      void response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answer(405, 'text/plain', 'Only GET is answered here.\n');
    if (path === '/livez') return answer(200, 'application/json', '{"status":"alive"}');
    if (path !== '/metrics' || !settings.METRICS_ENABLED)
      return answer(404, 'text/plain', 'There are /metrics and /livez here.\n');
    if (!mayRead(settings, request.headers.authorization))
      return answer(401, 'text/plain', 'METRICS_TOKEN is wanted as a Bearer token.\n');
    registry.metrics().then(
      (text) => answer(200, registry.contentType, text),
      () => answer(500, 'text/plain', 'The metrics could not be read.\n'),
    );
  });
  server.listen(settings.WORKER_HTTP_PORT, settings.WORKER_HTTP_HOST);
  try {
    await once(server, 'listening');
  } catch (error) {
    const sentence = faultOf(error, settings);
    throw sentence === undefined ? error : new SettingsError(sentence, { cause: error });
  }
  return server;
}

/** Where a status server can be reached. */
export function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('the status server does not listen on a port');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
