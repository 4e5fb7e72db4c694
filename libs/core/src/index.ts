export { ApiKeys } from './api-keys.js';
export type { NewApiKey, RetireOutcome, StoredApiKey } from './api-keys.js';
export { createAudit } from './audit.js';
export type { Audit, AuditOptions } from './audit.js';
export type { StoredBatch } from './batches.js';
export { listCircuits, readCircuit, resetCircuits } from './circuit-list.js';
export type { Circuit, CircuitTarget } from './circuit-list.js';
export { checkRedis } from './check-redis.js';
export { enterCircuit, leaveCircuit } from './circuits.js';
export type { CircuitAnswer, CircuitLimits, CircuitTry, Reach } from './circuits.js';
export { environment } from './environment.js';
export { PinnedHostKeys } from './host-keys.js';
export type { PinnedHostKey } from './host-keys.js';
export { isEventId, readJobEvents, readJobOutput, tellConnected } from './job-events.js';
export type { JobEvent, JobSession } from './job-events.js';
export type { StoredJob } from './job-record.js';
export type {
  BatchOutcome,
  BatchSubmission,
  CancelOutcome,
  ClaimedJob,
  ClaimOutcome,
  ClaimState,
  DeviceCredentials,
  JobEnd,
  JobRequest,
  NewJob,
  NewOutput,
  Owner,
  RateState,
  Submission,
  SubmitOutcome,
  SubmitRefusal,
  Submitter,
  Webhook,
} from './job-types.js';
export { waitForEnd } from './job-wait.js';
export { Jobs } from './jobs.js';
export type { JobsOptions } from './jobs.js';
export { KeyRing, UnsealError } from './key-ring.js';
export { keys, queueName } from './keys.js';
export { createLog } from './log.js';
export type { JobPage, JobQuery } from './listing.js';
export type { Logger } from './log.js';
export { compilePattern } from './pattern.js';
export type { Pattern } from './pattern.js';
export { connectRedis, disconnectRedis, Redis } from './redis.js';
export type { RedisListener, RedisUse } from './redis.js';
export { isRedisUnavailable, redisTrouble } from './redis-trouble.js';
export { Replicas } from './replicas.js';
export type { Confirmation, ReplicasOptions } from './replicas.js';
export { Secret } from './secret.js';
export { withSecrets } from './secrets.js';
export { loadSettings, SettingsError } from './settings.js';
export type { Settings } from './settings.js';
export { settingsTable } from './settings-table.js';
export type { SettingApp, SettingName } from './settings-table.js';
export { stopOnSignals } from './stop-signals.js';
export { Subscriptions } from './subscriptions.js';
export { version } from './version.js';
export { listWorkers, queueDepths } from './worker-list.js';
export type { LiveWorker } from './worker-list.js';
export { WebhookRules } from './webhook-rules.js';
export { Webhooks } from './webhooks.js';
export type { DueWebhook } from './webhooks.js';
export { announceWorker, forgetWorker, heartbeatMs, newWorkerId, readOverview } from './workers.js';
export type { Overview, WorkerFacts } from './workers.js';
