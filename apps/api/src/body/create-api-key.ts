import { createApiKeySchema, type CreateApiKey, type ErrorDetail } from '@naas/contract';
import type { Settings } from '@naas/core';
import type { BodyRules, RawFields } from './body-rules.js';

/**
 * Unknown contexts are refused, because a key with a mistyped context would be useless for its whole life.
 */
function contextFaults({ contexts }: RawFields, { NAAS_CONTEXTS: known }: Settings): readonly ErrorDetail[] {
  const names: readonly unknown[] = Array.isArray(contexts) ? contexts : [];
  const unknown = names.flatMap((name, index) =>
    typeof name === 'string' && name !== '' && name !== '*' && !known.includes(name) ? [index] : [],
  );
  return unknown.map((index) => ({
    path: `/contexts/${index}`,
    message: `is not a known context; use "*" or one of: ${known.join(', ')}`,
  }));
}

function ttlFaults({ ttl }: RawFields, { API_KEY_MAX_TTL: max }: Settings): readonly ErrorDetail[] {
  if (max === 0 || typeof ttl !== 'number' || ttl < 0 || (ttl > 0 && ttl <= max)) return [];
  return [
    {
      path: '/ttl',
      message:
        ttl === 0
          ? `must be from 1 to ${max}: keys that never expire are not allowed here (API_KEY_MAX_TTL)`
          : `must be at most ${max} (API_KEY_MAX_TTL)`,
    },
  ];
}

/** Rules of the body of `POST /v2/api-keys`. */
export const createApiKeyBody: BodyRules<CreateApiKey> = {
  schema: createApiKeySchema,
  faults: (fields, { settings }) => [...contextFaults(fields, settings), ...ttlFaults(fields, settings)],
};
