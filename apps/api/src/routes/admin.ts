import { getCircuit, listCircuits, resetCircuit, resetCircuits } from '../handlers/circuits.js';
import { forgetHostKey, forgetHostKeys, getHostKey, listHostKeys } from '../handlers/host-keys.js';
import { listContexts } from '../handlers/list-contexts.js';
import { listPlatforms } from '../handlers/list-platforms.js';
import { listWorkers } from '../handlers/list-workers.js';
import type { Route } from '../route.js';
import { contextQuery } from '../selected-contexts.js';

const device = ':context/:host/:port';

/** Routes about contexts, platforms, workers, circuits and host keys. */
export const adminRoutes: readonly Route[] = [
  { method: 'get', path: '/v2/contexts', permission: 'context:read', body: null, handle: listContexts },
  { method: 'get', path: '/v2/platforms', permission: 'platform:read', body: null, handle: listPlatforms },
  { method: 'get', path: '/v2/workers', permission: 'worker:read', body: null, handle: listWorkers },
  {
    method: 'get',
    path: '/v2/circuits',
    permission: 'circuit:manage',
    query: contextQuery,
    body: null,
    handle: listCircuits,
  },
  {
    method: 'delete',
    path: '/v2/circuits',
    permission: 'circuit:manage',
    query: contextQuery,
    body: null,
    handle: resetCircuits,
  },
  {
    method: 'get',
    path: `/v2/circuits/${device}`,
    permission: 'circuit:manage',
    body: null,
    handle: getCircuit,
  },
  {
    method: 'delete',
    path: `/v2/circuits/${device}`,
    permission: 'circuit:manage',
    body: null,
    handle: resetCircuit,
  },
  {
    method: 'get',
    path: '/v2/host-keys',
    permission: 'host-key:manage',
    query: contextQuery,
    body: null,
    handle: listHostKeys,
  },
  {
    method: 'delete',
    path: '/v2/host-keys',
    permission: 'host-key:manage',
    query: contextQuery,
    body: null,
    handle: forgetHostKeys,
  },
  {
    method: 'get',
    path: `/v2/host-keys/${device}`,
    permission: 'host-key:manage',
    body: null,
    handle: getHostKey,
  },
  {
    method: 'delete',
    path: `/v2/host-keys/${device}`,
    permission: 'host-key:manage',
    body: null,
    handle: forgetHostKey,
  },
];
