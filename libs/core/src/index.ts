export { ApiKeys } from './secrecy/api-keys.js';
export type { NewApiKey, RetireOutcome, StoredApiKey } from './secrecy/api-keys.js';
export { createAudit } from './program/audit.js';
export type { Audit, AuditOptions } from './program/audit.js';
export type { StoredBatch } from './jobs/batches.js';
export { listCircuits, readCircuit, resetCircuits } from './devices/circuit-list.js';
export type { Circuit } from './devices/circuit-list.js';
export { checkRedis } from './redis/check-redis.js';
export { DeviceReach } from './devices/device-reach.js';
export { HostPatterns } from './devices/host-patterns.js';
export { admitAttempt, recordAttempt } from './devices/circuits.js';
export type { Admission, Attempt, CircuitLimits, Reach } from './devices/circuits.js';
export { canonicalHost, isAddress } from './devices/canonical-host.js';
export { deviceName, parseDeviceName } from './devices/device.js';
export type { Device } from './devices/device.js';
export { environment } from './settings/environment.js';
export { forgetHostKey, forgetHostKeys, listHostKeys, pinHostKey, readHostKey } from './devices/host-keys.js';
export type { HostKeyPin, HostKeyTools, PinnedHostKey } from './devices/host-keys.js';
export { isEventId, readJobEvents, readJobOutput, reportConnected } from './jobs/events.js';
export type { JobEvent, JobConnection } from './jobs/events.js';
export type { StoredJob } from './jobs/record.js';
export type { FoundJob } from './results/find-result.js';
export { LargeJob } from './results/large-job.js';
export { LargeResult } from './results/large-result.js';
export type {
  BatchOutcome,
  BatchSubmission,
  CancelOutcome,
  ClaimedJob,
  ClaimFacts,
  ClaimOutcome,
  ClaimState,
  CommandRequest,
  ConfigurationRequest,
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
  Withdrawal,
} from './jobs/types.js';
export { isConfiguration } from './jobs/types.js';
export { waitForEnd } from './jobs/wait.js';
export { Jobs } from './jobs/jobs.js';
export type { JobsOptions } from './jobs/jobs.js';
export { KeyRing, UnsealError } from './secrecy/key-ring.js';
export { keys, queueName } from './keys.js';
export { listen, urlOf } from './program/listen.js';
export { createLog } from './program/log.js';
export { nearest } from './program/nearest.js';
export { mayReadMetrics } from './program/metrics-token.js';
export type { JobPage, JobQuery } from './jobs/listing.js';
export type { Logger } from './program/log.js';
export { patternFault } from './program/pattern-bounds.js';
export { compilePattern } from './program/pattern.js';
export type { Pattern } from './program/pattern.js';
export { connectRedis, disconnectRedis, Redis } from './redis/redis.js';
export type { RedisListener, RedisUse } from './redis/redis.js';
export { isOutcomeUnknown, isRedisUnavailable, redisTrouble } from './redis/trouble.js';
export { Replicas } from './redis/replicas.js';
export type { Confirmation, ReplicasOptions } from './redis/replicas.js';
export { Secret } from './secrecy/secret.js';
export { withSecrets } from './settings/secrets.js';
export { loadSettings, SettingsError } from './settings/settings.js';
export type { Settings } from './settings/settings.js';
export { settingsTable } from './settings/table.js';
export type { SettingApp, SettingName } from './settings/table.js';
export { stopOnSignals } from './program/stop-signals.js';
export { systemErrorCode } from './program/system-error.js';
export { Trouble } from './program/trouble.js';
export type { TroubleActions } from './program/trouble.js';
export { watchEnds } from './program/watch-ends.js';
export type { Ends } from './program/watch-ends.js';
export { Subscriptions } from './redis/subscriptions.js';
export { version } from './program/version.js';
export { listWorkers, queueDepths } from './workers/worker-list.js';
export type { LiveWorker } from './workers/worker-list.js';
export { WebhookRules } from './webhooks/rules.js';
export { Webhooks } from './webhooks/webhooks.js';
export type { DueWebhook } from './webhooks/webhooks.js';
export { announceWorker, forgetWorker, heartbeatMs, newWorkerId, readOverview } from './workers/workers.js';
export type { Overview, WorkerFacts } from './workers/workers.js';
