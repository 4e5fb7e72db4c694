import { AuthError, requiredRole, type Permission, type Principal } from '@naas/auth';
import type { Audit } from '@naas/core';
import { ApiError } from './api-error.js';

/** Minimum time between two auth.success or auth.unverified events of one identity, in milliseconds. */
const successIntervalMs = 60_000;

/** Maximum number of remembered identities. When it is exceeded, the oldest is dropped and recorded again. */
const maxIdentities = 10_000;

/** The facts about a request that the audit trail records. */
export interface AuditedRequest {
  /** Method and route pattern, never the actual path. */
  readonly endpoint: string;
  readonly requestId: string;
  readonly permission: Permission;
  /** The Authorization header. */
  readonly authorization: string | undefined;
}

const schemes = ['basic', 'bearer'] as const;

/** The authentication scheme used. Unknown ones become 'other', because they could be a misplaced secret. */
function methodOf(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') return 'none';
  const scheme = authorization.split(' ', 1)[0]?.toLowerCase();
  return schemes.find((known) => known === scheme) ?? 'other';
}

/** Writes successful and failed authentication, and denied authorization, to the audit trail. */
export class AccessAudit {
  readonly #audit: Audit;
  readonly #now: () => number;
  /** Time of the last auth.success or auth.unverified of each identity, oldest first. */
  readonly #recordedAt = new Map<string, number>();

  constructor(audit: Audit, now: () => number = Date.now) {
    this.#audit = audit;
    this.#now = now;
  }

  /**
   * Records who the caller is, at most once a minute per identity, to keep the audit trail readable. A Basic
   * pair is unverified: it is checked by the devices, not here.
   */
  recordCaller(
    { method, identity }: Pick<Principal, 'method' | 'identity'>,
    { requestId }: AuditedRequest,
  ): void {
    const now = this.#now();
    const recordedAt = this.#recordedAt.get(identity);
    if (recordedAt !== undefined && now - recordedAt < successIntervalMs) return;
    this.#recordedAt.delete(identity); // moves it to the end of the Map
    this.#recordedAt.set(identity, now);
    const [oldest] = this.#recordedAt.keys();
    if (this.#recordedAt.size > maxIdentities && oldest !== undefined) this.#recordedAt.delete(oldest);
    const event = method === 'basic' ? 'auth.unverified' : 'auth.success';
    this.#audit.record(event, { method, identity, request_id: requestId });
  }

  /** Records a failed authentication. Errors other than AuthError say nothing about the credentials. */
  recordFailure(error: unknown, { authorization, requestId }: AuditedRequest): void {
    if (error instanceof AuthError) {
      this.#audit.record('auth.failure', {
        method: methodOf(authorization),
        reason: error.message,
        request_id: requestId,
      });
    }
  }

  /** Records that an authenticated caller was refused, if `error` is a missing role or context. */
  recordDenied(
    error: unknown,
    { identity, role, contexts }: Pick<Principal, 'identity' | 'role' | 'contexts'>,
    { endpoint, requestId, permission }: AuditedRequest,
  ): void {
    if (!(error instanceof ApiError)) return;
    const common = { identity, endpoint, request_id: requestId };
    if (error.denied === 'role')
      this.#audit.record('auth.rbac_denied', { ...common, role, required_role: requiredRole(permission) });
    else if (error.denied) {
      this.#audit.record('auth.context_denied', {
        ...common,
        allowed_contexts: contexts,
        context: error.denied.context,
      });
    }
  }
}
