import { setMaxListeners } from 'node:events';
import {
  connectRedis,
  DeviceReach,
  disconnectRedis,
  HostPatterns,
  Jobs,
  KeyRing,
  Replicas,
  WebhookRules,
  Webhooks,
  type Audit,
  type Logger,
  type Redis,
  type Settings,
} from '@naas/core';
import { ConnectionPool } from './device/connection-pool.js';
import { systemResolve, type Resolve } from './device/resolve-device.js';
import { DeviceLoad, maxOnDevice } from './intake/device-load.js';
import { Intake } from './intake/intake.js';
import { Slots } from './intake/slots.js';
import { createMetrics, type Metrics } from './metrics.js';
import { Claims } from './run/claims.js';
import { ConfirmedClaims } from './run/confirmed-claims.js';
import { JobRunner } from './run/job-runner.js';
import { OutputMemory } from './run/output-memory.js';
import { untilRedisAnswers, type RedisRetry } from './upkeep/until-redis-answers.js';
import { Outage } from './upkeep/outage.js';
import { Reaper } from './upkeep/reaper.js';
import { WebhookSender } from './webhooks/sender.js';

/** Options of createServices(). */
export interface ServiceOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly audit: Audit;
  readonly workerId: string;
  /** Finds the addresses of hosts. Default: the system's resolver. */
  readonly resolve?: Resolve | undefined;
  /** Aborted when the worker must no longer wait for Redis. */
  readonly giveUpSignal: AbortSignal;
}

/** The parts of a worker, created once in worker.ts. */
export interface Services {
  readonly redis: Redis;
  readonly subscriber: Redis;
  readonly replicas: Replicas;
  readonly metrics: Metrics;
  readonly outage: Outage;
  readonly redisRetry: RedisRetry;
  readonly claims: Claims;
  readonly pool: ConnectionPool;
  readonly runner: JobRunner;
  readonly intake: Intake;
  readonly reaper: Reaper;
  readonly webhooks: WebhookSender;
  /** Closes the connections to Redis. */
  readonly disconnect: () => Promise<unknown>;
}

/** Dependencies that the parts of a worker share. */
interface Base extends ServiceOptions {
  readonly keyRing: KeyRing;
  readonly redis: Redis;
  /** A connection for WAIT alone, because WAIT delays every later command on its connection. */
  readonly replicaRedis: Redis;
  readonly jobs: Jobs;
  readonly claims: Claims;
  readonly metrics: Metrics;
  readonly redisRetry: RedisRetry;
  readonly onError: (error: unknown) => void;
}

/**
 * Creates the parts of one worker, and opens its connections to Redis without waiting for them.
 * @throws SettingsError when a setting is invalid.
 */
export function createServices(options: ServiceOptions): Services {
  const { settings, log, giveUpSignal } = options;
  const keyRing = new KeyRing(settings.NAAS_ENCRYPTION_KEY);
  const outage = new Outage(log, () => {
    reaper.holdOff();
    void claims.renew();
  });
  const redis = connectRedis(settings, 'patient', outage.onConnection);
  const subscriber = connectRedis(settings, 'subscriber');
  const replicaRedis = connectRedis(settings, 'patient');
  const onError = outage.begin;
  // One listener for each job that waits for Redis.
  setMaxListeners(0, giveUpSignal);
  const redisRetry = { signal: giveUpSignal, onError };
  const jobs = new Jobs({ redis, keyRing, settings });
  const claims = new Claims(jobs, onError);
  const metrics = createMetrics({ activeJobs: () => claims.count });
  const base: Base = { ...options, keyRing, redis, replicaRedis, jobs, claims, metrics, redisRetry, onError };
  const reaper = new Reaper({ ...base, sweepMs: settings.JOB_REAPER_INTERVAL * 1000 });
  return {
    ...base,
    ...jobServices(base),
    subscriber,
    outage,
    reaper,
    webhooks: webhookSender(base),
    disconnect: () => Promise.all([redis, subscriber, replicaRedis].map(disconnectRedis)),
  };
}

/** The parts that take jobs and run them. */
function jobServices(base: Base) {
  const { settings, replicaRedis, keyRing, jobs, redisRetry, onError, resolve = systemResolve } = base;
  const replicas = new Replicas(replicaRedis);
  const confirmed = new ConfirmedClaims({
    ...base,
    replicas,
    jobs: new Jobs({ redis: replicaRedis, keyRing, settings }),
  });
  const pool = new ConnectionPool({
    perDevice: settings.DEVICE_MAX_SESSIONS,
    total: settings.CONNECTION_POOL_MAX_SIZE,
    idleMs: settings.CONNECTION_POOL_IDLE_TIMEOUT * 1000,
    ageMs: settings.CONNECTION_POOL_MAX_AGE * 1000,
  });
  const unpooledHosts = new HostPatterns(settings.CONNECTION_POOL_EXCLUDE);
  const reach = new DeviceReach(settings);
  const runner = new JobRunner({
    ...base,
    pool,
    resolve,
    reach,
    unpooledHosts,
    confirmClaim: confirmed.confirm,
    outputMemory: new OutputMemory(settings.WORKER_OUTPUT_MEMORY),
  });
  const load = new DeviceLoad(
    maxOnDevice(settings),
    (device) => void untilRedisAnswers(() => jobs.callNext(device), redisRetry).catch(onError),
  );
  const slots = new Slots(settings.WORKER_CONCURRENCY);
  return { replicas, pool, runner, intake: new Intake({ ...base, resolve, slots, load, runner }) };
}

function webhookSender(base: Base): WebhookSender {
  return new WebhookSender({
    ...base,
    webhooks: new Webhooks(base),
    rules: new WebhookRules(base.settings),
  });
}
