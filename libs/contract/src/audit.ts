import { jobErrors } from './errors.js';
import { jobKindNames, type JobKind } from './job-kinds.js';
import { endStatuses } from './jobs.js';

/** JSON schema of each kind of field. */
const fieldSchemas = {
  text: { type: 'string', minLength: 1 },
  textOrNull: { type: ['string', 'null'] },
  texts: { type: 'array', items: { type: 'string' } },
  count: { type: 'integer', minimum: 0 },
  kind: { enum: jobKindNames },
  endStatus: { enum: endStatuses },
  jobErrorOrNull: { enum: [...Object.keys(jobErrors), null] },
  method: { enum: ['basic', 'bearer', 'bootstrap'] },
} as const;

interface FieldTypes {
  readonly text: string;
  readonly textOrNull: string | null;
  readonly texts: readonly string[];
  readonly count: number;
  readonly kind: JobKind;
  readonly endStatus: (typeof endStatuses)[number];
  readonly jobErrorOrNull: keyof typeof jobErrors | null;
  readonly method: 'basic' | 'bearer' | 'bootstrap';
}

type FieldKind = keyof FieldTypes;

interface AuditRow {
  readonly meaning: string;
  readonly fields: Readonly<Record<string, FieldKind>>;
}

const device = { context: 'text', host: 'text', port: 'count' } as const;
const apiKey = { key_id: 'text', identity: 'text', request_id: 'text' } as const;

/**
 * Every audit event: when it is written, and its fields. `identity` is an API key's id or the keyed hash of a
 * Basic pair, never a name or a secret; `user_hash` is the keyed hash that owns the job.
 */
export const auditEvents = {
  'auth.success': {
    meaning: 'A caller was authenticated; at most once a minute for each identity and process.',
    fields: { method: 'method', identity: 'text', request_id: 'text' },
  },
  'auth.unverified': {
    meaning:
      'A caller sent a Basic pair that only a device can check; at most once a minute for each identity and ' +
      'process.',
    fields: { method: 'method', identity: 'text', request_id: 'text' },
  },
  'auth.failure': {
    meaning: 'Credentials were missing or refused.',
    fields: { method: 'text', reason: 'text', request_id: 'text' },
  },
  'auth.context_denied': {
    meaning: 'A caller asked for a context that its API key does not allow.',
    fields: {
      identity: 'text',
      allowed_contexts: 'texts',
      endpoint: 'text',
      context: 'text',
      request_id: 'text',
    },
  },
  'auth.rbac_denied': {
    meaning: "A caller's role does not allow the request.",
    fields: { identity: 'text', role: 'text', required_role: 'text', endpoint: 'text', request_id: 'text' },
  },
  'apikey.created': {
    meaning: 'An API key was made.',
    fields: { ...apiKey, role: 'text', contexts: 'texts', expires_at: 'textOrNull' },
  },
  'apikey.revoked': { meaning: 'An API key was revoked.', fields: apiKey },
  'apikey.rotated': {
    meaning: 'An API key was replaced by a new one.',
    fields: { ...apiKey, new_key_id: 'text', overlap_seconds: 'count' },
  },
  'job.submitted': {
    meaning: 'A new job was accepted.',
    fields: {
      ...device,
      kind: 'kind',
      platform: 'text',
      command_count: 'count',
      user_hash: 'text',
      request_id: 'text',
    },
  },
  'job.started': {
    meaning: 'A worker claimed a job and is about to connect to the device.',
    fields: { ...device, kind: 'kind', request_id: 'text', worker_name: 'text' },
  },
  'job.completed': {
    meaning: 'A job finished, failed or was cancelled.',
    fields: {
      request_id: 'text',
      status: 'endStatus',
      error_code: 'jobErrorOrNull',
      duration_ms: 'count',
      worker_name: 'text',
    },
  },
  'job.cancelled': {
    meaning: 'A caller cancelled a job; a started job ends within a second.',
    fields: { request_id: 'text', identity: 'text' },
  },
  'job.orphaned': {
    meaning: 'A job whose worker died was settled.',
    fields: { request_id: 'text', action: 'text', worker_name: 'text' },
  },
  'batch.submitted': {
    meaning: 'A batch was accepted; each of its jobs has its own job.submitted.',
    fields: {
      batch_id: 'text',
      kind: 'kind',
      job_count: 'count',
      command_count: 'count',
      user_hash: 'text',
      request_id: 'text',
    },
  },
  'device.locked_out': {
    meaning: 'A submit was refused because this user or device failed too often.',
    fields: { ...device, subject: 'text', failure_count: 'count', request_id: 'text' },
  },
  'circuit.opened': { meaning: 'The circuit of a device opened: its jobs fail at once.', fields: device },
  'circuit.closed': { meaning: 'The circuit of a device closed: it can be reached again.', fields: device },
  'hostkey.pinned': {
    meaning: 'The SSH host key of a device was pinned at first sight.',
    fields: { ...device, fingerprint: 'text', request_id: 'text' },
  },
  'hostkey.mismatch': {
    meaning: 'A device showed another SSH host key than the pinned one.',
    fields: { ...device, request_id: 'text' },
  },
  'webhook.failed': {
    meaning: 'A webhook could not be delivered and is not retried any more.',
    fields: { request_id: 'text', attempts: 'count', reason: 'text' },
  },
} as const satisfies Readonly<Record<string, AuditRow>>;

/** Name of an audit event. */
export type AuditEvent = keyof typeof auditEvents;

/** The fields of an audit event. */
export type AuditFields<Event extends AuditEvent> = {
  readonly [
    Name in keyof (typeof auditEvents)[Event]['fields']
  ]: (typeof auditEvents)[Event]['fields'][Name] extends FieldKind
    ? FieldTypes[(typeof auditEvents)[Event]['fields'][Name]]
    : never;
};

/** Fields of every audit line. */
const common = {
  audit: { const: true },
  timestamp: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
  program: { type: 'string' },
} as const;

/** JSON Schema of the line of an audit event. */
export function auditSchema(event: AuditEvent): Readonly<Record<string, unknown>> {
  const fields: Readonly<Record<string, FieldKind>> = auditEvents[event].fields;
  const properties = {
    ...common,
    event_type: { const: event },
    ...Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, fieldSchemas[kind]])),
  };
  return { type: 'object', required: Object.keys(properties), additionalProperties: false, properties };
}
