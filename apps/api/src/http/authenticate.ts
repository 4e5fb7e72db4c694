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
  type BasicCredentials,
  type Permission,
  type Principal,
} from '@naas/auth';
import { ApiError } from './api-error.js';
import type { Services } from '../services.js';
import { keyRevoked } from '../stream/revocation-watch.js';

type AuthServices = Pick<Services, 'keyRing' | 'settings' | 'tokens' | 'apiKeys' | 'adminSecret'>;

/** A valid token is not enough: its key may be revoked. While Redis cannot be asked, requests answer 503. */
async function authenticateToken(
  header: string,
  { tokens, apiKeys, keyRing }: AuthServices,
): Promise<Principal> {
  const claims = tokens.verify(parseBearer(header));
  if (await apiKeys.isRevoked(claims.sub)) throw keyRevoked();
  return bearerPrincipal(claims, keyRing);
}

/**
 * Checks a password against NAAS_ADMIN_SECRET. An address with too many wrong ones is refused unheard, so
 * that it cannot go on guessing.
 */
function authenticateBootstrap(
  { password }: BasicCredentials,
  source: string,
  { keyRing, adminSecret }: AuthServices,
): Principal {
  const waitMs = adminSecret.guesses.waitMs(source);
  if (waitMs > 0) {
    const seconds = `${Math.ceil(waitMs / 1000)}`;
    throw new ApiError(
      'RATE_LIMITED',
      `Too many wrong passwords for the API keys came from your address; try again in ${seconds} s.`,
      { headers: { 'Retry-After': seconds } },
    );
  }
  if (adminSecret.matches(password)) return bootstrapPrincipal(keyRing);
  adminSecret.guesses.countWrong(source);
  throw new AuthError(
    'UNAUTHENTICATED',
    'This password does not manage API keys; use NAAS_ADMIN_SECRET as the password, or the Bearer token of an ' +
      'admin.',
  );
}

function authenticatePair(
  { authorization, source }: Credentials,
  permission: Permission,
  services: AuthServices,
): Principal {
  const { keyRing, settings } = services;
  const credentials = parseBasic(authorization);
  if (permission === 'key:manage') return authenticateBootstrap(credentials, source, services);
  if (!settings.BASIC_AUTH_ENABLED) {
    throw new AuthError(
      'UNAUTHENTICATED',
      'Basic authentication is disabled here (BASIC_AUTH_ENABLED); use an API key.',
    );
  }
  return basicPrincipal(credentials, { keyRing, role: settings.BASIC_AUTH_ROLE });
}

/** What a request says about its caller. */
export interface Credentials {
  /** The Authorization header. */
  readonly authorization: string | undefined;
  /** Where the request came from: see sourceOf(). */
  readonly source: string;
}

/**
 * Identifies the caller by the Authorization header. The only Basic pair that manages API keys is one with
 * NAAS_ADMIN_SECRET, which is accepted for nothing else.
 * @throws AuthError UNAUTHENTICATED; ApiError RATE_LIMITED after too many wrong passwords; Redis's own errors
 * when it cannot be checked whether the key is revoked.
 */
export async function authenticate(
  credentials: Credentials,
  permission: Permission,
  services: AuthServices,
): Promise<Principal> {
  const { authorization } = credentials;
  return isBearer(authorization)
    ? authenticateToken(authorization, services)
    : authenticatePair(credentials, permission, services);
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
