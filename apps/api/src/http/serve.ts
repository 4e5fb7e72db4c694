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

/** Answers one request of one route; throws what becomes an error answer. */
export type Serve = (message: IncomingMessage, request: PublicRequest) => Promise<Response>;

/** Whether a request brings a body, by its headers (RFC 9112, 6.3). */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** How a row's body is read, before its rules are asked. */
function bodyReader({ body, version }: CallerRoute): (message: IncomingMessage) => Promise<unknown> {
  if (!body) return readJson;
  const modern = version === 'v1' ? legacyBody(body) : (given: unknown): unknown => given;
  return async (message) => (body.isOptional && !hasBody(message) ? {} : modern(await readJson(message)));
}

/** Who is calling, and told of in the audit either way. */
async function identify(
  asked: AuditedRequest,
  headers: IncomingHttpHeaders,
  services: Services,
): Promise<Principal> {
  try {
    const principal = await authenticate(headers, asked.permission, services);
    services.access.known(principal, asked);
    return principal;
  } catch (error) {
    services.access.unknown(error, asked);
    throw error;
  }
}

/** The order of checks of the contract: who, may they, well formed. The rest is the handler's. */
function serveCaller(row: CallerRoute, check: BodyCheck | null, services: Services): Serve {
  const given = bodyReader(row);
  const answer = async (
    message: IncomingMessage,
    request: PublicRequest,
    principal: Principal,
  ): Promise<Response> => {
    authorize(principal, row.permission);
    checkRequestId(request.headers);
    const query = row.query ? readQuery(request.queryText, row.query, row.version === 'v1') : {};
    const body = check
      ? check(await given(message), { hasLogin: principal.credentials !== null, settings: services.settings })
      : undefined;
    // passed the rules of this very row
    return row.handle({ ...request, principal, query, body: body as never }, services);
  };
  const { permission } = row;
  const endpoint = `${row.method.toUpperCase()} ${row.path}`;
  return async (message, request) => {
    const asked = {
      endpoint,
      permission,
      requestId: request.requestId,
      authorization: request.headers.authorization,
    };
    const principal = await identify(asked, request.headers, services);
    return answer(message, request, principal).catch((error: unknown) => {
      services.access.denied(error, principal, asked);
      throw error;
    });
  };
}

/** Makes the server of one row. */
export function serveRoute(row: Route, compile: (rules: BodyRules) => BodyCheck, services: Services): Serve {
  if (row.permission === 'public') return (_message, request) => row.handle(request, services);
  return serveCaller(row, row.body && compile(row.body), services);
}
