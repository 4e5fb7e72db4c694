import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  Router,
  type NextFunction,
  type Request as ExpressRequest,
  type Response as ExpressResponse,
} from 'express';
import helmet from 'helmet';
import { ApiError } from './api-error.js';
import { createBodyChecks } from '../body/validator.js';
import { errorResponse } from './error-response.js';
import { givenRequestId } from './request-headers.js';
import { recordRequest } from './request-record.js';
import type { ApiVersion, PublicRequest, Response, Route } from '../route.js';
import { serveRoute, type Serve } from './serve.js';
import type { Services } from '../services.js';
import { RevocationWatch } from '../stream/revocation-watch.js';
import { sendEvents } from '../stream/send-events.js';
import { sendPieces, sendText } from '../stream/send-pieces.js';
import { versionHeaders } from './version-headers.js';

/**
 * Sends a response; of events and pieces, only the status and headers. Once the process is stopping, the
 * connection is closed after the response.
 */
function send(
  to: ServerResponse,
  { status, headers = {}, json, text, events, pieces, jobId }: Response,
  stopping: AbortSignal,
): void {
  to.statusCode = status;
  to.setHeader('Cache-Control', 'no-store');
  if (jobId !== undefined) to.setHeader('X-Request-ID', jobId);
  if (stopping.aborted) to.setHeader('Connection', 'close');
  if (json !== undefined || pieces) to.setHeader('Content-Type', 'application/json; charset=utf-8');
  for (const [name, value] of Object.entries(headers)) to.setHeader(name, value);
  if ((!events && !pieces) || to.req.method === 'HEAD')
    sendText(to, json === undefined ? text : JSON.stringify(json));
}

function goneSignal(to: ServerResponse): AbortSignal {
  const gone = new AbortController();
  if (to.closed) gone.abort();
  else to.once('close', () => gone.abort());
  return gone.signal;
}

/** API version of a URL that matches no route. */
const versionOf = (url: string): ApiVersion =>
  /^\/(?:v1|send_command|send_config)(?:[/?]|$)/.test(url) ? 'v1' : 'v2';

const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');

/** A request with the path parameters that Express's router adds. */
type Routed = IncomingMessage & { readonly params?: object };

/** Makes a handler that sends the response of `serve`, or an error response if it fails. */
function answerWith(
  serve: Serve,
  { path, version }: Pick<Route, 'path' | 'version'>,
  services: Services,
): (from: Routed, to: ServerResponse) => Promise<void> {
  const { log, stopping } = services;
  return async (from, to) => {
    const requestId = givenRequestId(from.headers) ?? randomUUID();
    // node:http always sets method and url on a server's requests.
    const { method = '', url = '', headers, params = {} } = from;
    const request: PublicRequest = {
      headers,
      // Never lists: no path here repeats a parameter name.
      params: params as PublicRequest['params'],
      queryText: queryOf(url),
      requestId,
      gone: () => goneSignal(to),
    };
    to.setHeader('X-Request-ID', requestId);
    for (const [name, value] of versionHeaders[version ?? (path === unmatched.path ? versionOf(url) : 'v2')])
      to.setHeader(name, value);
    const startedAt = performance.now();
    const response = await serve(from, request).catch((error: unknown) =>
      errorResponse(error, requestId, log),
    );
    const jobId = response.jobId ?? request.params['job_id'];
    const record = (): void => {
      const durationMs = performance.now() - startedAt;
      recordRequest(services, {
        method,
        route: path,
        status: to.writableFinished ? response.status : 499,
        durationMs,
        requestId: response.jobId ?? requestId,
        jobId,
      });
    };
    if (to.closed) return record();
    to.once('close', record);
    send(to, response, stopping);
    const { events, pieces } = response;
    if (to.writableEnded) return;
    const sent = events
      ? sendEvents(to, events, { stopping })
      : pieces && sendPieces(to, pieces, { stopping });
    // The client has the status already, so the error can only be logged: errorResponse() does that.
    await sent?.catch((error: unknown) => void errorResponse(error, requestId, log));
  };
}

/** Stands for all paths that match no route; also their route label in logs and metrics. */
const unmatched = { path: 'unmatched' } as const;

const notFound: Serve = () =>
  Promise.reject(new ApiError('NOT_FOUND', 'There is no such route; see /apidoc for the list of routes.'));

function notAllowed(methods: readonly Route['method'][]): Serve {
  const allow = methods
    .flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
    .join(', ');
  return () =>
    Promise.reject(
      new ApiError('METHOD_NOT_ALLOWED', `This route does not accept this method; use one of: ${allow}.`, {
        headers: { Allow: allow },
      }),
    );
}

/**
 * The headers that helmet sets. They are the same for every response, so they are computed once: running
 * helmet's 13 middlewares for each request costs more than the route itself.
 */
function securityHeaders(): readonly (readonly [name: string, value: string])[] {
  const headers = new Map<string, string>();
  const to = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  // Helmet reads nothing from the request and calls only these two methods of the response.
  helmet()({} as IncomingMessage, to as unknown as ServerResponse, () => undefined);
  return [...headers];
}

/**
 * Makes the request listener of a table of routes. Uses only Express's router, on plain node:http objects:
 * Express's application changes the prototypes of every request and response, which takes as long as all
 * other work for a response (docs/adr/0010).
 */
export function createListener(routes: readonly Route[], services: Services): RequestListener {
  const router = Router({ caseSensitive: true });
  const compile = createBodyChecks(services.platforms);
  const headers = securityHeaders();
  const tools = { ...services, revocations: new RevocationWatch(services.apiKeys) };
  for (const row of routes)
    router[row.method](row.path, answerWith(serveRoute(row, compile, tools), row, services));
  for (const [path, row] of new Map(routes.map((one) => [one.path, one]))) {
    router.all(
      path,
      answerWith(
        notAllowed(routes.filter((one) => one.path === path).map((one) => one.method)),
        row,
        services,
      ),
    );
  }
  router.use(answerWith(notFound, unmatched, services));
  // Only for errors of the router itself, such as a path it cannot decode; handlers' errors are handled
  // above.
  const fail =
    (error: unknown): Serve =>
    () =>
      Promise.reject(error instanceof Error ? error : new Error(String(error)));
  return (from, to) => {
    for (const [name, value] of headers) to.setHeader(name, value);
    const failed: NextFunction = (error?: unknown) =>
      void answerWith(fail(error), unmatched, services)(from, to);
    // The router's types ask for Express's request and response, but it uses only their node:http part.
    router(from as ExpressRequest, to as ExpressResponse, failed);
  };
}
