import { jsonResponse, type OperationDoc, type SuccessResponse } from '../operation-doc.js';

const circuit = {
  context: 'default',
  host: '192.0.2.1',
  port: 22,
  state: 'open',
  failures: 5,
  opened_at: '2026-11-25T09:30:00.000Z',
  retry_at: '2026-11-25T09:35:00.000Z',
};
const hostKey = {
  context: 'default',
  host: '192.0.2.1',
  port: 22,
  fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrCXJC2gYkS0N5mYqJrGk3xY',
};
const worker = {
  id: 'host-1-4711-a1b2',
  contexts: ['default'],
  active_jobs: 0,
  session_counts: { default: 1 },
  sessions: { 'default:192.0.2.1:22': 1 },
  version: '0.1.0',
  started_at: '2026-11-25T08:30:00.000Z',
  uptime_seconds: 3600,
};
const platform = {
  name: 'cisco_ios',
  family: 'cisco',
  capabilities: { config: true, save: true, commit: false, structured: false },
};

const done = (description: string): SuccessResponse => ({ status: 204, description, content: null });
const admin = (doc: Omit<OperationDoc, 'tag'>): OperationDoc => ({ tag: 'Administration', ...doc });

const contextErrors = ['UNKNOWN_CONTEXT', 'CONTEXT_FORBIDDEN'] as const;
const deviceErrors = [...contextErrors, 'NOT_FOUND'] as const;

const createdKey = {
  key_id: 'k-3f2b9c1e',
  token: 'eyJhbGciOiJIUzI1NiJ9.…',
  role: 'operator',
  contexts: ['default'],
  expires_at: '2027-02-23T09:30:00.000Z',
};
const listedKey = {
  key_id: 'k-3f2b9c1e',
  role: 'operator',
  contexts: ['default'],
  description: 'nightly backup',
  created_at: '2026-11-25T09:30:00.000Z',
  expires_at: '2027-02-23T09:30:00.000Z',
  created_by: 'admin',
  revoked: false,
};
const created = (description: string): SuccessResponse =>
  jsonResponse(201, description, { schema: 'ApiKeyMade', example: createdKey });
const requiresAdmin =
  'Requires the role admin, or Basic credentials whose password is a secret of NAAS_ADMIN_SECRET. Another password ' +
  'answers 401; after ten of them within a minute its address answers 429 for a while.';

/** Errors of every route of API keys. */
const keyErrors = ['RATE_LIMITED'] as const;

/** Operations on contexts, platforms, workers, circuits, host keys and API keys, by method and path. */
export const administrationOperations: Readonly<Record<string, OperationDoc>> = {
  'GET /v2/contexts': {
    tag: 'Service',
    summary: 'List contexts',
    description: 'Only contexts that the caller may use.',
    responses: [
      jsonResponse(200, 'The contexts.', {
        schema: 'ContextList',
        example: { contexts: [{ name: 'default', workers: 1, queue_depth: 0 }] },
      }),
    ],
  },
  'GET /v2/platforms': {
    tag: 'Service',
    summary: 'List platforms',
    responses: [
      jsonResponse(200, 'The platforms and their capabilities.', {
        schema: 'PlatformList',
        example: { platforms: [platform] },
      }),
    ],
  },
  'GET /v2/workers': {
    tag: 'Service',
    summary: 'List live workers',
    description:
      'Only workers that serve a context that the caller may use. Only admins get `sessions`, which names devices, ' +
      'and ids with host names.',
    responses: [jsonResponse(200, 'The workers.', { schema: 'WorkerList', example: { workers: [worker] } })],
  },
  'GET /v2/circuits': admin({
    summary: 'List circuit breakers',
    description: 'Only devices that recently could not be reached have a circuit.',
    responses: [
      jsonResponse(200, 'The circuits.', { schema: 'CircuitList', example: { circuits: [circuit] } }),
    ],
    errors: contextErrors,
  }),
  'DELETE /v2/circuits': admin({
    summary: 'Reset circuit breakers',
    description: 'Jobs may try the devices again at once.',
    responses: [done('Circuits reset.')],
    errors: contextErrors,
  }),
  'GET /v2/circuits/:context/:host/:port': admin({
    summary: 'Read a circuit breaker',
    responses: [jsonResponse(200, 'The circuit.', { schema: 'Circuit', example: circuit })],
    errors: deviceErrors,
  }),
  'DELETE /v2/circuits/:context/:host/:port': admin({
    summary: 'Reset a circuit breaker',
    responses: [done('Circuit reset.')],
    errors: deviceErrors,
  }),
  'GET /v2/host-keys': admin({
    summary: 'List pinned SSH host keys',
    responses: [
      jsonResponse(200, 'The pinned host keys.', {
        schema: 'HostKeyList',
        example: { host_keys: [hostKey] },
      }),
    ],
    errors: contextErrors,
  }),
  'DELETE /v2/host-keys': admin({
    summary: 'Forget pinned SSH host keys',
    description:
      'The host key that a device shows at its next login is pinned. With HOST_KEY_POLICY `strict`, the device is ' +
      'refused instead; with `accept`, host keys are not checked.',
    responses: [done('Host keys forgotten.')],
    errors: contextErrors,
  }),
  'GET /v2/host-keys/:context/:host/:port': admin({
    summary: 'Read a pinned SSH host key',
    responses: [jsonResponse(200, 'The pinned host key.', { schema: 'HostKey', example: hostKey })],
    errors: deviceErrors,
  }),
  'DELETE /v2/host-keys/:context/:host/:port': admin({
    summary: 'Forget a pinned SSH host key',
    responses: [done('Host key forgotten.')],
    errors: deviceErrors,
  }),
  'POST /v2/api-keys': {
    tag: 'API keys',
    summary: 'Create an API key',
    description: requiresAdmin,
    bodyExample: { role: 'operator', contexts: ['default'], description: 'nightly backup' },
    responses: [created('The new key. Its token is not shown again.')],
    errors: [...keyErrors, 'CONTEXT_FORBIDDEN', 'API_KEYS_DISABLED'],
  },
  'GET /v2/api-keys': {
    tag: 'API keys',
    summary: 'List API keys',
    description: requiresAdmin,
    responses: [
      jsonResponse(200, 'The keys, without their tokens.', {
        schema: 'ApiKeyList',
        example: { keys: [listedKey] },
      }),
    ],
    errors: keyErrors,
  },
  'DELETE /v2/api-keys/:key_id': {
    tag: 'API keys',
    summary: 'Revoke an API key',
    description:
      'Any id of the right form is taken, also one that is not listed: its record may be lost. Answers once all ' +
      `replicas of Redis have the revocation, else 503; the key is refused in both cases. ${requiresAdmin}`,
    responses: [done('Key revoked; its token is refused at once.')],
    errors: [...keyErrors, 'NOT_FOUND', 'CONTEXT_FORBIDDEN', 'KEY_REVOKED'],
  },
  'POST /v2/api-keys/:key_id/rotate': {
    tag: 'API keys',
    summary: 'Rotate an API key',
    description:
      'Creates a key with the same role, contexts and lifetime, and revokes the old key after `overlap` seconds. ' +
      requiresAdmin,
    bodyExample: { overlap: 300 },
    responses: [created('The new key. Its token is not shown again.')],
    errors: [...keyErrors, 'NOT_FOUND', 'CONTEXT_FORBIDDEN', 'KEY_REVOKED', 'API_KEYS_DISABLED'],
  },
};
