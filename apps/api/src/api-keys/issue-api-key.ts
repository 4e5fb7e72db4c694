import { randomBytes } from 'node:crypto';
import { mayUseContext, type Principal, type Role } from '@naas/auth';
import type { NewApiKey, Settings } from '@naas/core';
import { ApiError } from '../http/api-error.js';
import type { Response } from '../route.js';
import type { Services } from '../services.js';

/** What a new API key is to be. */
export interface ApiKeyWish {
  readonly role: Role;
  readonly contexts: readonly string[];
  readonly description: string;
  /** 0: for ever. */
  readonly ttlSeconds: number;
}

/** An API key that is made, and not recorded yet. */
export interface IssuedApiKey {
  readonly key: NewApiKey;
  /** Shown once, stored nowhere. */
  readonly token: string;
}

type Limits = Pick<Settings, 'API_KEY_DEFAULT_TTL' | 'API_KEY_MAX_TTL'>;

/** How long a key lives that asks for this many seconds, or for none in particular; 0: for ever. */
export function keyTtl(
  askedSeconds: number | undefined,
  { API_KEY_DEFAULT_TTL: standard, API_KEY_MAX_TTL: longest }: Limits,
): number {
  const ttl = askedSeconds ?? standard;
  if (longest === 0) return ttl;
  return ttl === 0 ? longest : Math.min(ttl, longest);
}

/**
 * Nobody gives, takes or renews more than they have.
 * @throws ApiError CONTEXT_FORBIDDEN when the caller may not use all contexts of the key.
 */
export function checkKeyContexts(principal: Principal, contexts: readonly string[]): void {
  const foreign = contexts.find((context) => !mayUseContext(principal, context));
  if (foreign === undefined) return;
  throw new ApiError(
    'CONTEXT_FORBIDDEN',
    `Your key does not allow ${foreign === '*' ? 'all contexts' : `the context "${foreign}"`}; manage keys ` +
      `of your own contexts only: ${principal.contexts.join(', ')}.`,
    { denied: { context: foreign } },
  );
}

/**
 * Makes an API key and signs its token.
 * @throws ApiError API_KEYS_DISABLED
 */
export function issueApiKey(
  { role, contexts, description, ttlSeconds }: ApiKeyWish,
  { identity }: Principal,
  { tokens }: Pick<Services, 'tokens'>,
): IssuedApiKey {
  if (!tokens.canSign)
    throw new ApiError(
      'API_KEYS_DISABLED',
      'No API key can be made here: set NAAS_JWT_SECRET and start the API again.',
    );
  const createdAt = new Date();
  const iat = Math.floor(createdAt.getTime() / 1000);
  const exp = iat + ttlSeconds;
  const keyId = `k-${randomBytes(12).toString('hex')}`;
  const token = tokens.sign({ sub: keyId, role, contexts, iat, ...(ttlSeconds === 0 ? {} : { exp }) });
  const expiresAt = ttlSeconds === 0 ? null : new Date(exp * 1000);
  return { key: { keyId, role, contexts, description, createdAt, expiresAt, createdBy: identity }, token };
}

/** The answer that shows a token, this once. */
export function issuedAnswer({ key: { keyId, role, contexts, expiresAt }, token }: IssuedApiKey): Response {
  return {
    status: 201,
    json: { key_id: keyId, token, role, contexts, expires_at: expiresAt?.toISOString() ?? null },
  };
}
