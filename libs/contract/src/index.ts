export { auditEvents, auditSchema } from './audit.js';
export type { AuditEvent, AuditFields } from './audit.js';
export { batchStatuses } from './batches.js';
export type { BatchStatus } from './batches.js';
export { httpErrors, isJobErrorCode, jobErrorRow, jobErrors } from './errors.js';
export type { ErrorRow, HttpErrorCode, JobErrorCode, JobErrorRow } from './errors.js';
export { changesDevice, jobKindNames, jobKinds } from './job-kinds.js';
export type { JobKind, JobKindOf } from './job-kinds.js';
export { endStatuses, hasEnded, jobStatuses } from './jobs.js';
export type {
  ComponentStatus,
  EndStatus,
  ErrorBody,
  ErrorDetail,
  Health,
  JobAccepted,
  JobOutput,
  JobResult,
  JobStatus,
  JobTags,
} from './jobs.js';
export { limits } from './limits.js';
export { createApiKeySchema } from './schemas/create-api-key.js';
export type { CreateApiKey } from './schemas/create-api-key.js';
export { rotateApiKeySchema } from './schemas/rotate-api-key.js';
export type { RotateApiKey } from './schemas/rotate-api-key.js';
export { roles } from './roles.js';
export type { Role } from './roles.js';
export { replayJobSchema } from './schemas/replay-job.js';
export type { ReplayJob } from './schemas/replay-job.js';
export { responseSchemas } from './schemas/responses.js';
export { sendCommandBatchSchema } from './schemas/send-command-batch.js';
export type { SendCommandBatch } from './schemas/send-command-batch.js';
export { sendCommandSchema } from './schemas/send-command.js';
export type { SendCommand } from './schemas/send-command.js';
export { sendCommandStructuredSchema } from './schemas/send-command-structured.js';
export type { SendCommandStructured } from './schemas/send-command-structured.js';
export { sendConfigBatchSchema } from './schemas/send-config-batch.js';
export type { SendConfigBatch } from './schemas/send-config-batch.js';
export { sendConfigSchema } from './schemas/send-config.js';
export type { SendConfig } from './schemas/send-config.js';
export { streamEvents } from './stream-events.js';
export type { StreamEventName } from './stream-events.js';
export type { WebhookBody } from './webhook-body.js';
