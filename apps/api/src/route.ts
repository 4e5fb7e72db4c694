import type { IncomingHttpHeaders } from 'node:http';
import type { Permission, Principal } from '@naas/auth';
import type { BodyRules } from './body/body-rules.js';
import type { Query, QueryRules } from './http/query.js';
import type { Services } from './services.js';

/** A request that anybody may make. */
export interface PublicRequest {
  readonly headers: IncomingHttpHeaders;
  /** Parts of the path, by name. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** What stands behind the question mark, undecoded: '' where there is nothing. */
  readonly queryText: string;
  /** UUID: the caller's own, or a new one. */
  readonly requestId: string;
  /** A signal that is aborted when the client goes away. */
  readonly gone: () => AbortSignal;
}

/** A request of a known caller who has the route's permission, with a valid body. */
export interface CallerRequest<Body = undefined> extends PublicRequest {
  readonly principal: Principal;
  /** What stands behind the question mark, as the row's rules let it through. */
  readonly query: Query;
  readonly body: Body;
}

/** An answer: JSON, or a text or events with their own Content-Type, or nothing. */
export interface Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** An event stream, as it goes over the wire; begun only when it is read. */
  readonly events?: AsyncIterable<string>;
  /** The job it is about, for X-Request-ID of a submit and for the log. */
  readonly jobId?: string;
}

/** Version of the API that an answer belongs to. v1 is deprecated. */
export type ApiVersion = 'v1' | 'v2';

interface Place {
  readonly method: 'get' | 'post' | 'delete';
  /** As Express's router writes it: `/v2/jobs/:job_id`. */
  readonly path: string;
  /** v2 where it is not given. */
  readonly version?: ApiVersion;
}

/** A route that asks for no credentials. */
export interface PublicRoute extends Place {
  readonly permission: 'public';
  readonly handle: (request: PublicRequest, services: Services) => Promise<Response>;
}

/** A route for known callers. Its handler gets a body that has passed the row's own rules. */
export interface CallerRoute extends Place {
  readonly permission: Permission;
  readonly body: BodyRules | null;
  /** What may stand behind the question mark; where it is not given, that is not looked at. */
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

/** A row for what anybody may read. */
export const open = (path: string, handle: PublicRoute['handle']): PublicRoute => ({
  method: 'get',
  path,
  permission: 'public',
  handle,
});

/** A row for what is read. */
export const get = (path: string, row: ReadRow): CallerRoute => ({ method: 'get', path, body: null, ...row });

/** A row for what is removed, cancelled or reset. */
export const remove = (path: string, row: ReadRow): CallerRoute => ({
  method: 'delete',
  path,
  body: null,
  ...row,
});

/** A row whose handler takes the body that its rules let through. */
export const post = <Body>(path: string, row: PostRow<Body>): CallerRoute => ({
  method: 'post',
  path,
  ...row,
});
