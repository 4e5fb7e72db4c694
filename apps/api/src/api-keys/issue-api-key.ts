import { randomBytes } from 'node:crypto';
import { mayUseContext, type Principal, type Role } from '@naas/auth';
import type { NewApiKey, Settings } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import type { Response } from '../route.js';
import type { Services } from '../services.js';

/** Properties of an API key to issue. */
export interface ApiKeySpec {
  /** Family of the key that it replaces. Default: a new one, named after the key. */
  readonly family?: string;
  readonly role: Role;
  readonly contexts: readonly string[];
  readonly description: string;
  /** Lifetime in seconds; 0: never expires. */
  readonly ttlSeconds: number;
}

/** An issued API key that is not stored yet. */
export interface IssuedApiKey {
  readonly key: NewApiKey;
  /** Shown to the caller once and never stored. */
  readonly token: string;
}

type Limits = Pick<Settings, 'API_KEY_DEFAULT_TTL' | 'API_KEY_MAX_TTL'>;

/**
 * Lifetime of a new key in seconds: the requested or default one, at most API_KEY_MAX_TTL. 0: never expires.
 */
export function keyTtl(
  requestedSeconds: number | undefined,
  { API_KEY_DEFAULT_TTL: defaultTtl, API_KEY_MAX_TTL: maxTtl }: Limits,
): number {
  const ttl = requestedSeconds ?? defaultTtl;
  if (maxTtl === 0) return ttl;
  return ttl === 0 ? maxTtl : Math.min(ttl, maxTtl);
}

/**
 * Checks that the caller may use all contexts of a key: a caller may only manage keys within its own
 * contexts.
 * @throws ApiError CONTEXT_FORBIDDEN when the caller may not use all contexts of the key.
 */
export function checkKeyContexts(principal: Principal, contexts: readonly string[]): void {
  const forbidden = contexts.find((context) => !mayUseContext(principal, context));
  if (forbidden === undefined) return;
  throw new ApiError(
    'CONTEXT_FORBIDDEN',
    `Your key does not allow ${forbidden === '*' ? 'all contexts' : `the context "${forbidden}"`}; manage ` +
      `only keys of your own contexts: ${principal.contexts.join(', ')}.`,
    { denied: { context: forbidden } },
  );
}

/**
 * Makes an API key and signs its token.
 * @throws ApiError API_KEYS_DISABLED
 */
export function issueApiKey(
  { family, role, contexts, description, ttlSeconds }: ApiKeySpec,
  { identity }: Principal,
  { tokens }: Pick<Services, 'tokens'>,
): IssuedApiKey {
  if (!tokens.canSign) {
    throw new ApiError(
      'API_KEYS_DISABLED',
      'API keys cannot be created here; set NAAS_JWT_SECRET and restart the API.',
    );
  }
  const createdAt = new Date();
  const iat = Math.floor(createdAt.getTime() / 1000);
  const exp = iat + ttlSeconds;
  const keyId = `k-${randomBytes(12).toString('hex')}`;
  const optional = { ...(family === undefined ? {} : { fam: family }), ...(ttlSeconds === 0 ? {} : { exp }) };
  const token = tokens.sign({ sub: keyId, role, contexts, iat, ...optional });
  const rights = { family: family ?? keyId, role, contexts, description };
  const expiresAt = ttlSeconds === 0 ? null : new Date(exp * 1000);
  return { key: { keyId, ...rights, createdAt, expiresAt, createdBy: identity }, token };
}

/** The response to a created or rotated key, the only one that shows the token. */
export function issuedResponse({ key: { keyId, role, contexts, expiresAt }, token }: IssuedApiKey): Response {
  return {
    status: 201,
    json: { key_id: keyId, token, role, contexts, expires_at: expiresAt?.toISOString() ?? null },
  };
}
