import type { KeyRing, Owner } from '@naas/core';
import type { BasicCredentials } from './basic.js';
import { familyOf, type Claims } from './claims.js';
import type { Role } from '@naas/contract';

interface Caller {
  /** The API key's id, a keyed hash of Basic credentials, or `bootstrap`; for logs and audit. */
  readonly identity: string;
  readonly role: Role;
  /** Contexts that the caller may use; `*`: all. */
  readonly contexts: readonly string[];
  /** Keyed hashes of the identity, one per encryption key; the first is of the key that encrypts. */
  readonly owner: Owner;
}

/** A caller identified by Basic credentials, which are also the login at the device. */
export interface BasicPrincipal extends Caller {
  readonly method: 'basic';
  /** The login at devices, unless the body has another. */
  readonly credentials: BasicCredentials;
}

/** A caller identified by an API key. */
export interface BearerPrincipal extends Caller {
  readonly method: 'bearer';
  readonly credentials: null;
}

/** A caller identified by NAAS_ADMIN_SECRET, who may manage API keys and nothing else. */
export interface BootstrapPrincipal extends Caller {
  readonly method: 'bootstrap';
  readonly credentials: null;
}

/** The caller of a request. */
export type Principal = BasicPrincipal | BearerPrincipal | BootstrapPrincipal;

/** The text that identifies a Basic caller. Unambiguous, because a user name has no colon (RFC 7617). */
function basicIdentity({ username, password }: BasicCredentials): string {
  return `basic:${username}:${password.reveal()}`;
}

/**
 * The caller with these Basic credentials. The device checks them, not this API, so another password makes
 * another caller.
 */
export function basicPrincipal(
  credentials: BasicCredentials,
  { keyRing, role }: { readonly keyRing: KeyRing; readonly role: Role },
): BasicPrincipal {
  const owner = keyRing.hashes(basicIdentity(credentials));
  return { method: 'basic', identity: owner[0], role, contexts: ['*'], owner, credentials };
}

/** The caller with the API key of these claims. Its jobs belong to its family, so they outlive a rotation. */
export function bearerPrincipal(claims: Claims, keyRing: KeyRing): BearerPrincipal {
  const { sub, role, contexts } = claims;
  return {
    method: 'bearer',
    identity: sub,
    role,
    contexts,
    owner: keyRing.hashes(`key:${familyOf(claims)}`),
    credentials: null,
  };
}

/** The caller who has sent a secret of NAAS_ADMIN_SECRET. */
export function bootstrapPrincipal(keyRing: KeyRing): BootstrapPrincipal {
  return {
    method: 'bootstrap',
    identity: 'bootstrap',
    role: 'admin',
    contexts: ['*'],
    owner: keyRing.hashes('bootstrap:'),
    credentials: null,
  };
}

/**
 * Whether the caller may see a job with this owner. Compares the hashes under all active encryption keys.
 * Admins may see all jobs.
 */
export function owns({ role, owner }: Pick<Principal, 'role' | 'owner'>, jobOwner: string): boolean {
  return role === 'admin' || owner.includes(jobOwner);
}

/** Whether the caller may use a context. */
export function mayUseContext({ contexts }: Pick<Principal, 'contexts'>, context: string): boolean {
  return contexts.includes('*') || contexts.includes(context);
}
