import { AuthError, leastRole, type Permission, type Principal } from '@naas/auth';
import type { Audit } from '@naas/core';
import { ApiError } from './api-error.js';

/** How long one auth.success stands for all requests of an identity, in milliseconds. */
const successMs = 60_000;

/** Most identities that are remembered; when there are more, the oldest is told of again. */
const mostIdentities = 10_000;

/** A request, as the audit tells of it. */
export interface AuditedRequest {
  /** Method and pattern of the path; never the path itself. */
  readonly endpoint: string;
  readonly requestId: string;
  readonly permission: Permission;
  /** The Authorization header. */
  readonly authorization: string | undefined;
}

const schemes = ['basic', 'bearer'] as const;

/** The scheme that was tried; anything else could be a secret in the wrong place. */
function methodOf(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') return 'none';
  const scheme = authorization.split(' ', 1)[0]?.toLowerCase();
  return schemes.find((known) => known === scheme) ?? 'other';
}

/** Tells the audit who was let in and who was not. */
export class AccessAudit {
  readonly #audit: Audit;
  readonly #now: () => number;
  /** Identities, oldest first, with when auth.success was written. */
  readonly #told = new Map<string, number>();

  constructor(audit: Audit, now: () => number = Date.now) {
    this.#audit = audit;
    this.#now = now;
  }

  /** A caller is known. A line for each request would drown the others: one a minute for an identity. */
  known({ method, identity }: Pick<Principal, 'method' | 'identity'>, { requestId }: AuditedRequest): void {
    const now = this.#now();
    const toldAt = this.#told.get(identity);
    if (toldAt !== undefined && now - toldAt < successMs) return;
    this.#told.delete(identity); // so that it becomes the youngest
    this.#told.set(identity, now);
    const [oldest] = this.#told.keys();
    if (this.#told.size > mostIdentities && oldest !== undefined) this.#told.delete(oldest);
    this.#audit.record('auth.success', { method, identity, request_id: requestId });
  }

  /** No caller is known. Errors other than AuthError say nothing about the credentials. */
  unknown(error: unknown, { authorization, requestId }: AuditedRequest): void {
    if (error instanceof AuthError)
      this.#audit.record('auth.failure', {
        method: methodOf(authorization),
        reason: error.message,
        request_id: requestId,
      });
  }

  /** A known caller was refused, for what `error` says. */
  denied(
    error: unknown,
    { identity, role, contexts }: Pick<Principal, 'identity' | 'role' | 'contexts'>,
    { endpoint, requestId, permission }: AuditedRequest,
  ): void {
    if (!(error instanceof ApiError)) return;
    const who = { identity, endpoint, request_id: requestId };
    if (error.denied === 'role')
      this.#audit.record('auth.rbac_denied', { ...who, role, required_role: leastRole(permission) });
    else if (error.denied)
      this.#audit.record('auth.context_denied', {
        ...who,
        allowed_contexts: contexts,
        context: error.denied.context,
      });
  }
}
