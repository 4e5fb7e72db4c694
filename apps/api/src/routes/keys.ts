import { createApiKeyBody } from '../body/create-api-key.js';
import { rotateApiKeyBody } from '../body/rotate-api-key.js';
import { createApiKey } from '../handlers/create-api-key.js';
import { listApiKeys } from '../handlers/list-api-keys.js';
import { revokeApiKey } from '../handlers/revoke-api-key.js';
import { rotateApiKey } from '../handlers/rotate-api-key.js';
import { route, type Route } from '../route.js';

/** Routes of API keys. Only here is a Basic caller with NAAS_ADMIN_SECRET an admin: by the permission. */
export const keysRoutes: readonly Route[] = [
  route({
    method: 'post',
    path: '/v2/api-keys',
    permission: 'key:manage',
    body: createApiKeyBody,
    handle: createApiKey,
  }),
  { method: 'get', path: '/v2/api-keys', permission: 'key:manage', body: null, handle: listApiKeys },
  {
    method: 'delete',
    path: '/v2/api-keys/:key_id',
    permission: 'key:manage',
    body: null,
    handle: revokeApiKey,
  },
  route({
    method: 'post',
    path: '/v2/api-keys/:key_id/rotate',
    permission: 'key:manage',
    body: rotateApiKeyBody,
    handle: rotateApiKey,
  }),
];
