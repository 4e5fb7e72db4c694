import { jsonAnswer, type OperationDoc, type SuccessAnswer } from '../operation-doc.js';

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
  sessions: {},
  version: '0.1.0',
  started_at: '2026-11-25T08:30:00.000Z',
  uptime_seconds: 3600,
};
const platform = {
  name: 'cisco_ios',
  family: 'cisco',
  capabilities: { config: true, save: true, commit: false, structured: false },
};

const done = (description: string): SuccessAnswer => ({ status: 204, description, content: null });
const admin = (doc: Omit<OperationDoc, 'tag'>): OperationDoc => ({ tag: 'Administration', ...doc });

const contextErrors = ['UNKNOWN_CONTEXT', 'CONTEXT_FORBIDDEN'] as const;
const deviceErrors = [...contextErrors, 'NOT_FOUND'] as const;

const madeKey = {
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
const made = (description: string): SuccessAnswer =>
  jsonAnswer(201, description, { schema: 'ApiKeyMade', example: madeKey });
const byAdminSecret = 'For admins, and for Basic callers whose password is NAAS_ADMIN_SECRET.';

/** Operations about what is there, and of admins, by method and path. */
export const administrationOperations: Readonly<Record<string, OperationDoc>> = {
  'GET /v2/contexts': {
    tag: 'Service',
    summary: 'List contexts',
    description: 'Those that the caller may use.',
    answers: [
      jsonAnswer(200, 'The contexts.', {
        schema: 'ContextList',
        example: { contexts: [{ name: 'default', workers: 1, queue_depth: 0 }] },
      }),
    ],
  },
  'GET /v2/platforms': {
    tag: 'Service',
    summary: 'List platforms',
    answers: [
      jsonAnswer(200, 'The platforms and what each can.', {
        schema: 'PlatformList',
        example: { platforms: [platform] },
      }),
    ],
  },
  'GET /v2/workers': {
    tag: 'Service',
    summary: 'List live workers',
    answers: [jsonAnswer(200, 'The workers.', { schema: 'WorkerList', example: { workers: [worker] } })],
  },
  'GET /v2/circuits': admin({
    summary: 'List circuit breakers',
    description: 'Devices that could not be reached lately.',
    answers: [jsonAnswer(200, 'The circuits.', { schema: 'CircuitList', example: { circuits: [circuit] } })],
    errors: contextErrors,
  }),
  'DELETE /v2/circuits': admin({
    summary: 'Reset circuit breakers',
    description: 'Every device may be tried again at once.',
    answers: [done('Reset.')],
    errors: contextErrors,
  }),
  'GET /v2/circuits/:context/:host/:port': admin({
    summary: 'Read a circuit breaker',
    answers: [jsonAnswer(200, 'The circuit.', { schema: 'Circuit', example: circuit })],
    errors: deviceErrors,
  }),
  'DELETE /v2/circuits/:context/:host/:port': admin({
    summary: 'Reset a circuit breaker',
    answers: [done('Reset.')],
    errors: deviceErrors,
  }),
  'GET /v2/host-keys': admin({
    summary: 'List pinned SSH host keys',
    answers: [jsonAnswer(200, 'The pins.', { schema: 'HostKeyList', example: { host_keys: [hostKey] } })],
    errors: contextErrors,
  }),
  'DELETE /v2/host-keys': admin({
    summary: 'Forget pinned SSH host keys',
    description:
      'Every device is trusted anew at its next login, or refused where HOST_KEY_POLICY is `strict`.',
    answers: [done('Forgotten.')],
    errors: contextErrors,
  }),
  'GET /v2/host-keys/:context/:host/:port': admin({
    summary: 'Read a pinned SSH host key',
    answers: [jsonAnswer(200, 'The pin.', { schema: 'HostKey', example: hostKey })],
    errors: deviceErrors,
  }),
  'DELETE /v2/host-keys/:context/:host/:port': admin({
    summary: 'Forget a pinned SSH host key',
    answers: [done('Forgotten.')],
    errors: deviceErrors,
  }),
  'POST /v2/api-keys': {
    tag: 'API keys',
    summary: 'Make an API key',
    description: byAdminSecret,
    bodyExample: { role: 'operator', contexts: ['default'], description: 'nightly backup' },
    answers: [made('The key; its token is shown this once.')],
    errors: ['CONTEXT_FORBIDDEN', 'API_KEYS_DISABLED'],
  },
  'GET /v2/api-keys': {
    tag: 'API keys',
    summary: 'List API keys',
    description: byAdminSecret,
    answers: [
      jsonAnswer(200, 'The keys, without their tokens.', {
        schema: 'ApiKeyList',
        example: { keys: [listedKey] },
      }),
    ],
  },
  'DELETE /v2/api-keys/:key_id': {
    tag: 'API keys',
    summary: 'Revoke an API key',
    description: byAdminSecret,
    answers: [done('Revoked at once.')],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN', 'KEY_REVOKED'],
  },
  'POST /v2/api-keys/:key_id/rotate': {
    tag: 'API keys',
    summary: 'Rotate an API key',
    description: `Makes a key with the same rights, and revokes the old one after \`overlap\` seconds. ${byAdminSecret}`,
    bodyExample: { overlap: 300 },
    answers: [made('The new key; its token is shown this once.')],
    errors: ['NOT_FOUND', 'CONTEXT_FORBIDDEN', 'KEY_REVOKED', 'API_KEYS_DISABLED'],
  },
};
