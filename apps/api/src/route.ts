import type { IncomingHttpHeaders } from 'node:http';
import type { Permission, Principal } from '@naas/auth';
import type { BodyRules } from './body/body-rules.js';
import type { Query, QueryRules } from './http/query.js';
import type { Services } from './services.js';

/** A request to a public route. */
export interface PublicRequest {
  readonly headers: IncomingHttpHeaders;
  /** Path parameters, by name. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** The raw query string, without the question mark; '' if there is none. */
  readonly queryText: string;
  /** UUID: the caller's X-Request-ID, or a new one. */
  readonly requestId: string;
  /** Makes a signal that aborts when the client disconnects. */
  readonly gone: () => AbortSignal;
}

/** An authenticated, authorized request with a valid body. */
export interface CallerRequest<Body = undefined> extends PublicRequest {
  readonly principal: Principal;
  /** The query parameters that the route defines, already validated. */
  readonly query: Query;
  readonly body: Body;
}

/** A response: JSON, or text or events with their own Content-Type, or no body. */
export interface Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /**
   * JSON in pieces, for what is too large for memory. Each is made once the client has accepted those before.
   */
  readonly pieces?: AsyncIterable<string | Uint8Array>;
  /** An event stream in wire format; starts when it is first read. */
  readonly events?: AsyncIterable<string>;
  /** The job concerned; sent as X-Request-ID and logged. */
  readonly jobId?: string;
}

/** API version of a route. v1 is deprecated. */
export type ApiVersion = 'v1' | 'v2';

interface Place {
  readonly method: 'get' | 'post' | 'delete';
  /** In the syntax of Express's router: `/v2/jobs/:job_id`. */
  readonly path: string;
  /** Default: v2. */
  readonly version?: ApiVersion;
}

/** A route that needs no credentials. */
export interface PublicRoute extends Place {
  readonly permission: 'public';
  readonly handle: (request: PublicRequest, services: Services) => Promise<Response>;
}

/** A route for authenticated callers. Its handler gets a body that has passed the row's own rules. */
export interface CallerRoute extends Place {
  readonly permission: Permission;
  readonly body: BodyRules | null;
  /** Query parameters. Default: the query string is ignored. */
  readonly query?: QueryRules;
  readonly handle: (request: CallerRequest<never>, services: Services) => Promise<Response>;
}

/** One row of the table of routes. */
export type Route = PublicRoute | CallerRoute;

type Handler<Body> = (request: CallerRequest<Body>, services: Services) => Promise<Response>;

interface ReadRow {
  readonly permission: Permission;
  readonly query?: QueryRules;
  readonly handle: Handler<undefined>;
}

interface PostRow<Body> {
  readonly permission: Permission;
  readonly body: BodyRules<Body>;
  readonly handle: Handler<Body>;
}

/** A GET route without authentication. */
export const open = (path: string, handle: PublicRoute['handle']): PublicRoute => ({
  method: 'get',
  path,
  permission: 'public',
  handle,
});

/** A GET route. */
export const get = (path: string, row: ReadRow): CallerRoute => ({ method: 'get', path, body: null, ...row });

/** A DELETE route. */
export const remove = (path: string, row: ReadRow): CallerRoute => ({
  method: 'delete',
  path,
  body: null,
  ...row,
});

/** A POST route; its handler gets the body that its rules have validated. */
export const post = <Body>(path: string, row: PostRow<Body>): CallerRoute => ({
  method: 'post',
  path,
  ...row,
});
