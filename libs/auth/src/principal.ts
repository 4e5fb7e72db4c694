import type { KeyRing, Owner } from '@naas/core';
import type { BasicCredentials } from './basic.js';
import type { Claims } from './claims.js';
import type { Role } from '@naas/contract';

interface Caller {
  /** The API key's id, or a keyed hash; for logs and audit. */
  readonly identity: string;
  readonly role: Role;
  /** Contexts the caller may use; `*`: all. */
  readonly contexts: readonly string[];
  /** Keyed hashes of the identity, the writing key's first. */
  readonly owner: Owner;
}

/** Known by Basic credentials, which are the device's. */
export interface BasicPrincipal extends Caller {
  readonly method: 'basic';
  /** What the caller logs in to devices with, unless the body says otherwise. */
  readonly credentials: BasicCredentials;
}

/** Known by an API key. */
export interface BearerPrincipal extends Caller {
  readonly method: 'bearer';
  readonly credentials: null;
}

/** Known by NAAS_ADMIN_SECRET; manages API keys, and nothing else. */
export interface BootstrapPrincipal extends Caller {
  readonly method: 'bootstrap';
  readonly credentials: null;
}

/** Who is calling. */
export type Principal = BasicPrincipal | BearerPrincipal | BootstrapPrincipal;

/** The text that identifies a Basic caller. Unambiguous: a user name holds no colon (RFC 7617). */
function basicIdentity({ username, password }: BasicCredentials): string {
  return `basic:${username}:${password.reveal()}`;
}

/** The caller of a Basic pair. The device checks the pair, not we: another password is another caller. */
export function basicPrincipal(
  credentials: BasicCredentials,
  { keyRing, role }: { readonly keyRing: KeyRing; readonly role: Role },
): BasicPrincipal {
  const owner = keyRing.hashes(basicIdentity(credentials));
  return { method: 'basic', identity: owner[0], role, contexts: ['*'], owner, credentials };
}

/** The caller of an API key. */
export function bearerPrincipal({ sub, role, contexts }: Claims, keyRing: KeyRing): BearerPrincipal {
  return {
    method: 'bearer',
    identity: sub,
    role,
    contexts,
    owner: keyRing.hashes(`key:${sub}`),
    credentials: null,
  };
}

/** The caller who knows NAAS_ADMIN_SECRET. */
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
 * Whether a job with this owner is the caller's to see, under any encryption key that is active. Admins see
 * all.
 */
export function owns({ role, owner }: Pick<Principal, 'role' | 'owner'>, jobOwner: string): boolean {
  return role === 'admin' || owner.includes(jobOwner);
}

/** Whether the caller may use a context. */
export function mayUseContext({ contexts }: Pick<Principal, 'contexts'>, context: string): boolean {
  return contexts.includes('*') || contexts.includes(context);
}
