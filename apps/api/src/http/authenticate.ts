import type { IncomingHttpHeaders } from 'node:http';
import {
  AuthError,
  basicPrincipal,
  bearerPrincipal,
  bootstrapPrincipal,
  isBearer,
  leastRole,
  may,
  parseBasic,
  parseBearer,
  type Permission,
  type Principal,
} from '@naas/auth';
import { ApiError } from './api-error.js';
import type { Services } from '../services.js';

type Known = Pick<Services, 'keyRing' | 'settings' | 'tokens' | 'apiKeys' | 'adminSecret'>;

/**
 * A good token alone is not enough: its key may be revoked. While that cannot be asked, nobody passes (503).
 */
async function byToken(header: string, { tokens, apiKeys, keyRing }: Known): Promise<Principal> {
  const claims = tokens.verify(parseBearer(header));
  if (await apiKeys.isRevoked(claims.sub))
    throw new AuthError('UNAUTHENTICATED', 'The API key of this Bearer token is revoked; use another.');
  return bearerPrincipal(claims, keyRing);
}

function byPair(
  header: string | undefined,
  permission: Permission,
  { keyRing, settings, adminSecret }: Known,
): Principal {
  const credentials = parseBasic(header);
  if (permission === 'key:manage' && adminSecret.matches(credentials.password))
    return bootstrapPrincipal(keyRing);
  if (!settings.BASIC_AUTH_ENABLED)
    throw new AuthError('UNAUTHENTICATED', 'Basic authentication is switched off here (BASIC_AUTH_ENABLED).');
  return basicPrincipal(credentials, { keyRing, role: settings.BASIC_AUTH_ROLE });
}

/**
 * Who is calling, by the Authorization header. NAAS_ADMIN_SECRET counts only where API keys are managed.
 * @throws AuthError UNAUTHENTICATED; Redis's own errors when the revocation of a token cannot be asked.
 */
export async function authenticate(
  { authorization }: IncomingHttpHeaders,
  permission: Permission,
  known: Known,
): Promise<Principal> {
  return isBearer(authorization) ? byToken(authorization, known) : byPair(authorization, permission, known);
}

/** @throws ApiError FORBIDDEN when the caller's role lacks the permission. */
export function authorize(principal: Principal, permission: Permission): void {
  if (may(principal.role, permission)) return;
  throw new ApiError(
    'FORBIDDEN',
    `Your role is ${principal.role}; this needs ${leastRole(permission)} (permission ${permission}).`,
    { denied: 'role' },
  );
}
