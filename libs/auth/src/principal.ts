import type { KeyRing, Owner } from '@naas/core';
import { parseBasic, type BasicCredentials } from './basic.js';
import type { Role } from './rbac.js';

/** Who is calling. */
export interface Principal {
  readonly method: 'basic';
  readonly role: Role;
  /** Keyed hashes of the identity, the writing key's first. */
  readonly owner: Owner;
  /** What the caller logs in to devices with, unless the body says otherwise. */
  readonly credentials: BasicCredentials;
}

/** The text that identifies a Basic caller. Unambiguous: a user name holds no colon (RFC 7617). */
function basicIdentity({ username, password }: BasicCredentials): string {
  return `basic:${username}:${password.reveal()}`;
}

/**
 * The caller of a Basic header. The device checks the pair, not we: another password is another caller.
 * @throws AuthError UNAUTHENTICATED
 */
export function basicPrincipal(header: string | undefined, { keyRing, role }: { readonly keyRing: KeyRing; readonly role: Role }): Principal {
  const credentials = parseBasic(header);
  return { method: 'basic', role, owner: keyRing.hashes(basicIdentity(credentials)), credentials };
}

/** Whether a job with this owner belongs to the caller, under any encryption key that is active. */
export function owns(principal: Principal, owner: string): boolean {
  return principal.owner.includes(owner);
}
