import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `GET /v2/api-keys`: all keys, newest first, without their tokens. */
export async function listApiKeys(_request: CallerRequest, { apiKeys }: Services): Promise<Response> {
  const keys = (await apiKeys.list()).map(
    ({ keyId, role, contexts, description, createdAt, expiresAt, createdBy, isRevoked }) => ({
      key_id: keyId,
      role,
      contexts,
      description: description === '' ? null : description,
      created_at: createdAt.toISOString(),
      expires_at: expiresAt?.toISOString() ?? null,
      created_by: createdBy,
      revoked: isRevoked,
    }),
  );
  return { status: 200, json: { keys } };
}
