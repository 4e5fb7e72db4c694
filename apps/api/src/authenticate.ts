import type { IncomingHttpHeaders } from 'node:http';
import { AuthError, basicPrincipal, leastRole, may, type Permission, type Principal } from '@naas/auth';
import { ApiError } from './api-error.js';
import type { Services } from './services.js';

/**
 * Who is calling, by the Authorization header.
 * @throws AuthError UNAUTHENTICATED
 */
export function authenticate(headers: IncomingHttpHeaders, { keyRing, settings }: Pick<Services, 'keyRing' | 'settings'>): Principal {
  if (!settings.BASIC_AUTH_ENABLED) throw new AuthError('UNAUTHENTICATED', 'Basic authentication is switched off here (BASIC_AUTH_ENABLED).');
  return basicPrincipal(headers.authorization, { keyRing, role: settings.BASIC_AUTH_ROLE });
}

/** @throws ApiError FORBIDDEN when the caller's role lacks the permission. */
export function authorize(principal: Principal, permission: Permission): void {
  if (may(principal.role, permission)) return;
  throw new ApiError('FORBIDDEN', `Your role is ${principal.role}; this needs ${leastRole(permission)} (permission ${permission}).`);
}
