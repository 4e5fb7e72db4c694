import type { IncomingHttpHeaders } from 'node:http';
import {
  AuthError,
  basicPrincipal,
  bearerPrincipal,
  bootstrapPrincipal,
  isBearer,
  may,
  parseBasic,
  parseBearer,
  requiredRole,
  type Permission,
  type Principal,
} from '@naas/auth';
import { ApiError } from './api-error.js';
import type { Services } from '../services.js';

type AuthServices = Pick<Services, 'keyRing' | 'settings' | 'tokens' | 'apiKeys' | 'adminSecret'>;

/** A valid token is not enough: its key may be revoked. While Redis cannot be asked, requests answer 503. */
async function authenticateToken(
  header: string,
  { tokens, apiKeys, keyRing }: AuthServices,
): Promise<Principal> {
  const claims = tokens.verify(parseBearer(header));
  if (await apiKeys.isRevoked(claims.sub))
    throw new AuthError('UNAUTHENTICATED', 'The API key of this Bearer token is revoked; use another key.');
  return bearerPrincipal(claims, keyRing);
}

function authenticatePair(
  header: string | undefined,
  permission: Permission,
  { keyRing, settings, adminSecret }: AuthServices,
): Principal {
  const credentials = parseBasic(header);
  if (permission === 'key:manage' && adminSecret.matches(credentials.password))
    return bootstrapPrincipal(keyRing);
  if (!settings.BASIC_AUTH_ENABLED) {
    throw new AuthError(
      'UNAUTHENTICATED',
      'Basic authentication is disabled here (BASIC_AUTH_ENABLED); use an API key.',
    );
  }
  return basicPrincipal(credentials, { keyRing, role: settings.BASIC_AUTH_ROLE });
}

/**
 * Identifies the caller by the Authorization header. NAAS_ADMIN_SECRET is accepted only for managing API
 * keys.
 * @throws AuthError UNAUTHENTICATED; Redis's own errors when it cannot be checked whether the key is revoked.
 */
export async function authenticate(
  { authorization }: IncomingHttpHeaders,
  permission: Permission,
  services: AuthServices,
): Promise<Principal> {
  return isBearer(authorization)
    ? authenticateToken(authorization, services)
    : authenticatePair(authorization, permission, services);
}

/** @throws ApiError FORBIDDEN when the caller's role lacks the permission. */
export function authorize(principal: Principal, permission: Permission): void {
  if (may(principal.role, permission)) return;
  throw new ApiError(
    'FORBIDDEN',
    `Your role is ${principal.role}, but this needs ${requiredRole(permission)} (permission ${permission}).`,
    { denied: 'role' },
  );
}
