import { setMaxListeners } from 'node:events';
import {
  connectRedis,
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
import { SessionPool } from './device/session-pool.js';
import { DeviceLoad, maxOnDevice } from './intake/device-load.js';
import { Intake } from './intake/intake.js';
import { Slots } from './intake/slots.js';
import { createMetrics, type Metrics } from './metrics.js';
import { Claims } from './run/claims.js';
import { ConfirmedClaims } from './run/confirmed-claims.js';
import { JobRunner } from './run/job-runner.js';
import { insist, type Insistence } from './upkeep/insist.js';
import { Outage } from './upkeep/outage.js';
import { Reaper } from './upkeep/reaper.js';
import { WebhookSender } from './webhooks/sender.js';

/** What services are made of. */
export interface ServiceOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly audit: Audit;
  readonly workerId: string;
  /** Aborted when the worker no longer waits for Redis. */
  readonly givingUp: AbortSignal;
}

/** The parts of a worker; made once, in worker.ts. */
export interface Services {
  readonly redis: Redis;
  readonly subscriber: Redis;
  readonly replicas: Replicas;
  readonly metrics: Metrics;
  readonly outage: Outage;
  readonly insistence: Insistence;
  readonly claims: Claims;
  readonly pool: SessionPool;
  readonly runner: JobRunner;
  readonly intake: Intake;
  readonly reaper: Reaper;
  readonly webhooks: WebhookSender;
  /** Closes the connections to Redis. */
  readonly disconnect: () => Promise<unknown>;
}

/** What the parts of a worker share. */
interface Base extends ServiceOptions {
  readonly keyRing: KeyRing;
  readonly redis: Redis;
  /** Asks replicas; what waits for their answer holds up nothing else. */
  readonly asking: Redis;
  readonly jobs: Jobs;
  readonly claims: Claims;
  readonly metrics: Metrics;
  readonly insistence: Insistence;
  readonly onError: (error: unknown) => void;
}

/**
 * Makes the parts of one worker, and opens its connections to Redis without waiting for them.
 * @throws SettingsError when a setting is wrong.
 */
export function createServices(options: ServiceOptions): Services {
  const { settings, log, givingUp } = options;
  const keyRing = new KeyRing(settings.NAAS_ENCRYPTION_KEY);
  const outage = new Outage(log, () => {
    reaper.holdOff();
    void claims.renew();
  });
  const redis = connectRedis(settings, 'patient', outage.onConnection);
  const subscriber = connectRedis(settings, 'subscriber');
  const asking = connectRedis(settings, 'patient');
  const onError = outage.begin;
  setMaxListeners(0, givingUp); // one for each job that waits for Redis
  const insistence = { signal: givingUp, onError };
  const jobs = new Jobs({ redis, keyRing, settings });
  const claims = new Claims(jobs, onError);
  const metrics = createMetrics({ activeJobs: () => claims.count });
  const base: Base = { ...options, keyRing, redis, asking, jobs, claims, metrics, insistence, onError };
  const reaper = new Reaper({ ...base, sweepMs: settings.JOB_REAPER_INTERVAL * 1000 });
  return {
    ...base,
    ...jobServices(base),
    subscriber,
    outage,
    reaper,
    webhooks: webhookSender(base),
    disconnect: () => Promise.all([redis, subscriber, asking].map(disconnectRedis)),
  };
}

/** What takes jobs and runs them. */
function jobServices(base: Base) {
  const { settings, asking, keyRing, jobs, insistence, onError } = base;
  const replicas = new Replicas(asking);
  const confirmed = new ConfirmedClaims({
    ...base,
    replicas,
    jobs: new Jobs({ redis: asking, keyRing, settings }),
  });
  const pool = new SessionPool({
    perDevice: settings.DEVICE_MAX_SESSIONS,
    total: settings.CONNECTION_POOL_MAX_SIZE,
    idleMs: settings.CONNECTION_POOL_IDLE_TIMEOUT * 1000,
    ageMs: settings.CONNECTION_POOL_MAX_AGE * 1000,
  });
  const neverKept = new HostPatterns(settings.CONNECTION_POOL_EXCLUDE);
  const runner = new JobRunner({ ...base, pool, neverKept, confirmClaim: confirmed.demand });
  const load = new DeviceLoad(
    maxOnDevice(settings),
    (device) => void insist(() => jobs.callNext(device), insistence).catch(onError),
  );
  const slots = new Slots(settings.WORKER_CONCURRENCY);
  return { replicas, pool, runner, intake: new Intake({ ...base, slots, load, runner }) };
}

function webhookSender(base: Base): WebhookSender {
  return new WebhookSender({
    ...base,
    webhooks: new Webhooks(base),
    rules: new WebhookRules(base.settings),
  });
}
