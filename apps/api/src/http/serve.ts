import type { IncomingMessage } from 'node:http';
import { AuthError, type Principal } from '@naas/auth';
import type { AuditedRequest } from './access-audit.js';
import { authenticate, authorize } from './authenticate.js';
import type { BodyCheck } from '../body/validator.js';
import type { BodyRules } from '../body/body-rules.js';
import { legacyBody } from '../body/legacy-body.js';
import { checkJobContext } from '../jobs/check-job-context.js';
import { withMaxWait } from './prefer.js';
import { readQuery } from './query.js';
import { readJson } from './read-json.js';
import { checkRequestId, checkSite } from './request-headers.js';
import { sourceOf } from './source.js';
import type { CallerRoute, PublicRequest, Response, Route } from '../route.js';
import type { Services } from '../services.js';
import type { RevocationWatch } from '../stream/revocation-watch.js';

/** Handles one request of one route. What it throws becomes an error response. */
export type Serve = (message: IncomingMessage, request: PublicRequest) => Promise<Response>;

/** Services of all routes; the handlers need only Services. */
export interface ServeServices extends Services {
  /** Ends the streams and waits of revoked keys. */
  readonly revocations: RevocationWatch;
}

/** Makes the function that reads a route's body, converted to v2 but not yet validated. */
function bodyReader({ body, version }: CallerRoute): (message: IncomingMessage) => Promise<unknown> {
  if (!body) return readJson;
  const modern = version === 'v1' ? legacyBody(body) : (given: unknown): unknown => given;
  return async (message) => modern(await readJson(message, body.isOptional));
}

/** Identifies the caller and writes the outcome to the audit trail. */
async function identify(audited: AuditedRequest, source: string, services: Services): Promise<Principal> {
  try {
    const { authorization, permission } = audited;
    const principal = await authenticate({ authorization, source }, permission, services);
    services.access.recordCaller(principal, audited);
    return principal;
  } catch (error) {
    services.access.recordFailure(error, audited);
    throw error;
  }
}

/** Whether the caller's X-Request-ID becomes the id of a job there. A batch has no use for it. */
const makesOneJob = ({ permission, path }: CallerRoute): boolean =>
  ['command:run', 'config:run', 'job:replay'].includes(permission) && !path.endsWith('/batch');

/**
 * The request with a `gone` that also aborts when the caller's API key is revoked, and a check for a handler
 * that has waited: it throws AuthError UNAUTHENTICATED if that has happened.
 */
function watchKey(request: PublicRequest, { method, identity }: Principal, revocations: RevocationWatch) {
  const signals: AbortSignal[] = [];
  const gone = (): AbortSignal => {
    const signal = revocations.watch(identity, request.gone());
    signals.push(signal);
    return signal;
  };
  const check = (): void => {
    for (const { reason } of signals) if (reason instanceof AuthError) throw reason;
  };
  return { watched: method === 'bearer' ? { ...request, gone } : request, check };
}

/** Makes the function that lets the handler respond to an identified caller, if it may and asks properly. */
function responder(row: CallerRoute, check: BodyCheck | null, services: Services) {
  const readBody = bodyReader(row);
  const { settings } = services;
  return async (
    message: IncomingMessage,
    request: PublicRequest,
    principal: Principal,
  ): Promise<Response> => {
    authorize(principal, row.permission);
    if (row.method !== 'get') checkSite(request.headers);
    if (makesOneJob(row)) checkRequestId(request.headers);
    const headers = withMaxWait(request.headers, settings.MAX_WAIT);
    const query = row.query ? readQuery(request.queryText, row.query, row.version === 'v1') : {};
    const hasLogin = principal.credentials !== null;
    const body = check ? check(await readBody(message), { hasLogin, settings }) : undefined;
    await checkJobContext(request, principal, services);
    // The body has passed the rules of this row, so it has the type that the row's handler takes.
    return row.handle({ ...request, headers, principal, query, body: body as never }, services);
  };
}

/**
 * Checks in the order of the contract: authentication, authorization, form of the request. Then the handler.
 */
function serveCaller(row: CallerRoute, check: BodyCheck | null, services: ServeServices): Serve {
  const respond = responder(row, check, services);
  const { permission } = row;
  const endpoint = `${row.method.toUpperCase()} ${row.path}`;
  return async (message, request) => {
    const audited: AuditedRequest = {
      endpoint,
      permission,
      requestId: request.requestId,
      authorization: request.headers.authorization,
    };
    const principal = await identify(audited, sourceOf(message), services);
    const key = watchKey(request, principal, services.revocations);
    try {
      const response = await respond(message, key.watched, principal);
      key.check();
      return response;
    } catch (error) {
      services.access.recordFailure(error, audited);
      services.access.recordDenied(error, principal, audited);
      throw error;
    }
  };
}

/** Makes the function that handles the requests of one route. */
export function serveRoute(
  row: Route,
  compile: (rules: BodyRules) => BodyCheck,
  services: ServeServices,
): Serve {
  if (row.permission === 'public') return (_message, request) => row.handle(request, services);
  return serveCaller(row, row.body && compile(row.body), services);
}
