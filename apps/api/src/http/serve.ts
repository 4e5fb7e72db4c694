import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Principal } from '@naas/auth';
import type { AuditedRequest } from './access-audit.js';
import { authenticate, authorize } from './authenticate.js';
import type { BodyCheck } from '../body/validator.js';
import type { BodyRules } from '../body/body-rules.js';
import { legacyBody } from '../body/legacy-body.js';
import { readQuery } from './query.js';
import { readJson } from './read-json.js';
import { checkRequestId } from './request-headers.js';
import type { CallerRoute, PublicRequest, Response, Route } from '../route.js';
import type { Services } from '../services.js';

/** Handles one request of one route. What it throws becomes an error response. */
export type Serve = (message: IncomingMessage, request: PublicRequest) => Promise<Response>;

/** Whether a request has a body, according to its headers (RFC 9112, 6.3). */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** Makes the function that reads a route's body, converted to v2 but not yet validated. */
function bodyReader({ body, version }: CallerRoute): (message: IncomingMessage) => Promise<unknown> {
  if (!body) return readJson;
  const modern = version === 'v1' ? legacyBody(body) : (given: unknown): unknown => given;
  return async (message) => (body.isOptional && !hasBody(message) ? {} : modern(await readJson(message)));
}

/** Authenticates the caller and writes the outcome to the audit trail. */
async function identify(
  audited: AuditedRequest,
  headers: IncomingHttpHeaders,
  services: Services,
): Promise<Principal> {
  try {
    const principal = await authenticate(headers, audited.permission, services);
    services.access.recordSuccess(principal, audited);
    return principal;
  } catch (error) {
    services.access.recordFailure(error, audited);
    throw error;
  }
}

/**
 * Checks in the order of the contract: authentication, authorization, form of the request. Then the handler.
 */
function serveCaller(row: CallerRoute, check: BodyCheck | null, services: Services): Serve {
  const readBody = bodyReader(row);
  const respond = async (
    message: IncomingMessage,
    request: PublicRequest,
    principal: Principal,
  ): Promise<Response> => {
    authorize(principal, row.permission);
    checkRequestId(request.headers);
    const query = row.query ? readQuery(request.queryText, row.query, row.version === 'v1') : {};
    const body = check
      ? check(await readBody(message), {
          hasLogin: principal.credentials !== null,
          settings: services.settings,
        })
      : undefined;
    // The body has passed the rules of this row, so it has the type that the row's handler takes.
    return row.handle({ ...request, principal, query, body: body as never }, services);
  };
  const { permission } = row;
  const endpoint = `${row.method.toUpperCase()} ${row.path}`;
  return async (message, request) => {
    const audited: AuditedRequest = {
      endpoint,
      permission,
      requestId: request.requestId,
      authorization: request.headers.authorization,
    };
    const principal = await identify(audited, request.headers, services);
    return respond(message, request, principal).catch((error: unknown) => {
      services.access.recordDenied(error, principal, audited);
      throw error;
    });
  };
}

/** Makes the function that handles the requests of one route. */
export function serveRoute(row: Route, compile: (rules: BodyRules) => BodyCheck, services: Services): Serve {
  if (row.permission === 'public') return (_message, request) => row.handle(request, services);
  return serveCaller(row, row.body && compile(row.body), services);
}
