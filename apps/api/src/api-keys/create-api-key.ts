import type { CreateApiKey } from '@naas/contract';
import { change } from '../http/change.js';
import { checkKeyContexts, issueApiKey, issuedResponse, keyTtl } from './issue-api-key.js';
import type { CallerRequest, Response } from '../route.js';
import type { Services } from '../services.js';

/** `POST /v2/api-keys` */
export async function createApiKey(
  { body, principal, requestId }: CallerRequest<CreateApiKey>,
  services: Services,
): Promise<Response> {
  const { role, contexts, description = '', ttl } = body;
  checkKeyContexts(principal, contexts);
  const issued = issueApiKey(
    { role, contexts, description, ttlSeconds: keyTtl(ttl, services.settings) },
    principal,
    services,
  );
  await change(() => services.apiKeys.create(issued.key));
  const { keyId, expiresAt } = issued.key;
  services.audit.record('apikey.created', {
    key_id: keyId,
    identity: principal.identity,
    request_id: requestId,
    role,
    contexts,
    expires_at: expiresAt?.toISOString() ?? null,
  });
  return issuedResponse(issued);
}
