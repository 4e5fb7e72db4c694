import { setMaxListeners } from 'node:events';
import { AdminSecret, Tokens } from '@naas/auth';
import {
  ApiKeys,
  checkRedis,
  connectRedis,
  DeviceReach,
  disconnectRedis,
  Jobs,
  KeyRing,
  Replicas,
  Subscriptions,
  type Audit,
  type Logger,
  type Redis,
  type RedisListener,
  type Settings,
  type SettingsError,
} from '@naas/core';
import type { Capabilities } from '@naas/device-drivers/platforms';
import { AccessAudit } from './http/access-audit.js';
import { createMetrics, type Metrics } from './metrics.js';
import { maxLargeResults, Places } from './jobs/places.js';
import { jobReads, type JobReads } from './stream/job-reads.js';
import { OpenStreams } from './stream/open-streams.js';
import { ConfirmedSubmits } from './submit/confirmed-submits.js';
import type { WithdrawalTools } from './submit/withdraw-in-time.js';

/** What the API needs to know about platforms. */
export interface Platforms {
  readonly platformNames: readonly string[];
  readonly capabilitiesOf: (name: string) => Capabilities | undefined;
  readonly familyOf: (name: string) => string | undefined;
}

/** Dependencies of the handlers; made once per process. */
export interface Services {
  readonly settings: Settings;
  readonly log: Logger;
  readonly keyRing: KeyRing;
  readonly tokens: Tokens;
  readonly apiKeys: ApiKeys;
  readonly adminSecret: AdminSecret;
  /** Its commands fail within a second when Redis cannot be reached. */
  readonly redis: Redis;
  readonly jobs: Jobs;
  /** Makes sure that all replicas have a submission before the caller gets a response. */
  readonly confirmedSubmits: ConfirmedSubmits;
  /** Makes sure that a submit whose reply was lost leaves no job. */
  readonly withdrawals: WithdrawalTools;
  /** Which devices jobs may reach. */
  readonly reach: DeviceReach;
  /** Reads for job streams. */
  readonly jobReads: JobReads;
  readonly subscriptions: Subscriptions;
  readonly platforms: Platforms;
  readonly metrics: Metrics;
  readonly audit: Audit;
  /** Writes authentication and authorization to the audit trail. */
  readonly access: AccessAudit;
  /** Counts the open event streams of this process. */
  readonly streams: OpenStreams;
  /** Limits how many large results are in memory at a time. */
  readonly largeResults: Places;
  /** The OpenAPI document, as JSON. */
  readonly openApi: string;
  /** Aborts when the process begins to stop; requests that wait must then answer at once. */
  readonly stopping: AbortSignal;
}

/** Parameters of createServices(). */
export interface ServiceOptions extends Pick<
  Services,
  'settings' | 'log' | 'platforms' | 'audit' | 'openApi'
> {
  /** Aborts when the process begins to stop. */
  readonly stopping: AbortSignal;
}

/** Services with open connections to Redis. */
export interface OpenServices {
  readonly services: Services;
  /** Resolves if the first connection shows that this Redis is not usable, for example a Cluster. */
  readonly redisFault: Promise<SettingsError>;
  /** Closes the connections to Redis. */
  readonly close: () => Promise<unknown>;
}

/** Interval at which the replicas of Redis are counted, in milliseconds. */
const replicaCountIntervalMs = 2000;

/**
 * Makes the services of one API. Opens its connections to Redis without waiting for them.
 * @throws SettingsError when a setting is wrong; no connection is open then.
 */
export function createServices(options: ServiceOptions): OpenServices {
  const { settings, log, audit, stopping } = options;
  const keyRing = new KeyRing(settings.NAAS_ENCRYPTION_KEY);
  const tokens = new Tokens(settings.NAAS_JWT_SECRET);
  const adminSecret = new AdminSecret(settings.NAAS_ADMIN_SECRET);
  const { redis, subscriber, replicaRedis, withdrawalRedis, redisFault } = openRedis(settings, log);
  const jobs = new Jobs({ redis, keyRing, settings });
  const replicaJobs = new Jobs({ redis: replicaRedis, keyRing, settings });
  const withdrawals = {
    redis: withdrawalRedis,
    jobs: new Jobs({ redis: withdrawalRedis, keyRing, settings }),
  };
  const replicas = new Replicas(replicaRedis);
  const confirmedSubmits = new ConfirmedSubmits({ replicas, replicaJobs, withdrawals, log });
  const stopCounting = startCountingReplicas(confirmedSubmits, replicaRedis);
  // Each waiting request adds a listener, so their number has no fixed limit.
  setMaxListeners(0, stopping);
  const metrics = createMetrics();
  const services: Services = {
    ...options,
    keyRing,
    tokens,
    redis,
    adminSecret,
    apiKeys: new ApiKeys(redis),
    jobs,
    confirmedSubmits,
    withdrawals,
    reach: new DeviceReach(settings),
    jobReads: jobReads({ jobs, redis, keyRing }),
    subscriptions: new Subscriptions(subscriber),
    metrics,
    access: new AccessAudit(audit),
    streams: new OpenStreams(settings.SSE_MAX_CONNECTIONS, (count) => metrics.eventStreams.set(count)),
    largeResults: new Places(maxLargeResults, (count) => metrics.largeResults.set(count)),
  };
  const close = (): Promise<unknown> => {
    stopCounting();
    return Promise.all([redis, subscriber, replicaRedis, withdrawalRedis].map(disconnectRedis));
  };
  return { services, redisFault, close };
}

function openRedis(settings: Settings, log: Logger) {
  const redis = connectRedis(settings, 'fail-fast', redisLog(log));
  return {
    redis,
    subscriber: connectRedis(settings, 'subscriber'),
    /** For WAIT, which blocks all later commands of its connection. Commands wait while Redis is away. */
    replicaRedis: connectRedis(settings, 'patient'),
    /** For withdrawals, which must not wait behind a WAIT. */
    withdrawalRedis: connectRedis(settings, 'patient'),
    redisFault: watchRedisFault(redis, settings, log),
  };
}

function redisLog(log: Logger): RedisListener {
  return (event, error) => {
    if (event === 'found') {
      log.info('Redis can be reached again');
    } else {
      log.warn('Redis cannot be reached; requests are answered 503 until it is back', {
        reason: error?.message,
      });
    }
  };
}

function watchRedisFault(redis: Redis, settings: Settings, log: Logger): Promise<SettingsError> {
  return new Promise((resolve) => {
    redis.once('ready', () => {
      log.debug('connected to Redis');
      checkRedis({ redis, settings, log }).catch(resolve);
    });
  });
}

/** Counts the replicas periodically and after each reconnection; returns the function that stops this. */
function startCountingReplicas(confirmedSubmits: ConfirmedSubmits, replicaRedis: Redis): () => void {
  const timer = setInterval(() => confirmedSubmits.countReplicas(), replicaCountIntervalMs);
  replicaRedis.on('ready', () => confirmedSubmits.countReplicas());
  return () => clearInterval(timer);
}
