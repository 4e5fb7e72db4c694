import { createApiKeySchema, type CreateApiKey, type ErrorDetail } from '@naas/contract';
import type { Settings } from '@naas/core';
import type { BodyRules, RawFields } from './body-rules.js';

/** What a name that is no context here is told: keys outlive typing errors. */
function contextFaults({ contexts }: RawFields, { NAAS_CONTEXTS: known }: Settings): readonly ErrorDetail[] {
  const names: readonly unknown[] = Array.isArray(contexts) ? contexts : [];
  const wrong = names.flatMap((name, index) =>
    typeof name === 'string' && name !== '' && name !== '*' && !known.includes(name) ? [index] : [],
  );
  return wrong.map((index) => ({
    path: `/contexts/${index}`,
    message: `is no known context; use "*" or one of: ${known.join(', ')}`,
  }));
}

function ttlFaults({ ttl }: RawFields, { API_KEY_MAX_TTL: longest }: Settings): readonly ErrorDetail[] {
  if (longest === 0 || typeof ttl !== 'number' || ttl < 0 || (ttl > 0 && ttl <= longest)) return [];
  return [
    {
      path: '/ttl',
      message:
        ttl === 0
          ? `must be from 1 to ${longest}: keys without an end are not allowed here (API_KEY_MAX_TTL)`
          : `must be at most ${longest} (API_KEY_MAX_TTL)`,
    },
  ];
}

/** Rules of the body of `POST /v2/api-keys`. */
export const createApiKeyBody: BodyRules<CreateApiKey> = {
  schema: createApiKeySchema,
  faults: (fields, { settings }) => [...contextFaults(fields, settings), ...ttlFaults(fields, settings)],
};
