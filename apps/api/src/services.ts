import { setMaxListeners } from 'node:events';
import { AdminSecret, Tokens } from '@naas/auth';
import {
  ApiKeys,
  checkRedis,
  connectRedis,
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
import { jobReads, type JobReads } from './stream/job-reads.js';
import { OpenStreams } from './stream/open-streams.js';
import { ConfirmedSubmits } from './submit/confirmed-submits.js';

/** What the API knows of platforms. */
export interface Platforms {
  readonly platformNames: readonly string[];
  readonly capabilitiesOf: (name: string) => Capabilities | undefined;
  readonly familyOf: (name: string) => string | undefined;
}

/** What handlers work with; made once, in main.ts. */
export interface Services {
  readonly settings: Settings;
  readonly log: Logger;
  readonly keyRing: KeyRing;
  readonly tokens: Tokens;
  readonly apiKeys: ApiKeys;
  readonly adminSecret: AdminSecret;
  /** Fails within a second when Redis is away. */
  readonly redis: Redis;
  readonly jobs: Jobs;
  /** Asks whether what was submitted will be remembered. */
  readonly confirmed: ConfirmedSubmits;
  /** What the streams of jobs read. */
  readonly jobReads: JobReads;
  readonly subscriptions: Subscriptions;
  readonly platforms: Platforms;
  readonly metrics: Metrics;
  readonly audit: Audit;
  /** Tells the audit who was let in. */
  readonly access: AccessAudit;
  /** The event streams of this process. */
  readonly streams: OpenStreams;
  /** The OpenAPI document, as JSON. */
  readonly openApi: string;
  /** Aborted when the process is to stop: whoever waits, answers now. */
  readonly stopping: AbortSignal;
}

/** What services are made of. */
export interface ServiceOptions extends Pick<
  Services,
  'settings' | 'log' | 'platforms' | 'audit' | 'openApi'
> {
  /** Aborted when the process is to stop. */
  readonly stopping: AbortSignal;
}

/** Services, with what starting and stopping them needs. */
export interface OpenServices {
  readonly services: Services;
  /** Resolves if the first connection shows that this Redis can never serve. */
  readonly unfit: Promise<SettingsError>;
  /** Closes the connections to Redis. */
  readonly close: () => Promise<unknown>;
}

/** How often the replicas of Redis are counted, in milliseconds. */
const replicaRoundMs = 2000;

/**
 * Makes the services of one API, and opens its connections to Redis without waiting for them.
 * @throws SettingsError when a setting is wrong; nothing has been opened then.
 */
export function createServices(options: ServiceOptions): OpenServices {
  const { settings, log, audit, stopping } = options;
  const keyRing = new KeyRing(settings.NAAS_ENCRYPTION_KEY);
  const tokens = new Tokens(settings.NAAS_JWT_SECRET);
  const adminSecret = new AdminSecret(settings.NAAS_ADMIN_SECRET);
  const { redis, subscriber, asking, unfit } = openRedis(settings, log);
  const jobs = new Jobs({ redis, keyRing, settings });
  const confirmed = new ConfirmedSubmits({
    replicas: new Replicas(asking),
    asked: new Jobs({ redis: asking, keyRing, settings }),
    jobs,
    log,
  });
  const stopLooking = lookForReplicas(confirmed, asking);
  setMaxListeners(0, stopping); // one for each request that waits
  const metrics = createMetrics();
  const services: Services = {
    ...options,
    keyRing,
    tokens,
    redis,
    adminSecret,
    apiKeys: new ApiKeys(redis),
    jobs,
    confirmed,
    jobReads: jobReads({ jobs, redis, keyRing }),
    subscriptions: new Subscriptions(subscriber),
    metrics,
    access: new AccessAudit(audit),
    streams: new OpenStreams(settings.SSE_MAX_CONNECTIONS, (count) => metrics.eventStreams.set(count)),
  };
  const close = (): Promise<unknown> => {
    stopLooking();
    return Promise.all([redis, subscriber, asking].map(disconnectRedis));
  };
  return { services, unfit, close };
}

function openRedis(settings: Settings, log: Logger) {
  const redis = connectRedis(settings, 'fail-fast', redisLog(log));
  return {
    redis,
    subscriber: connectRedis(settings, 'subscriber'),
    /** Its answers are waited for as long as the caller may wait. */
    asking: connectRedis(settings, 'patient'),
    unfit: findUnfit(redis, settings, log),
  };
}

function redisLog(log: Logger): RedisListener {
  return (event, error) => {
    if (event === 'found') log.info('Redis can be reached again');
    else {
      log.warn('Redis cannot be reached; requests are answered 503 until it is back', {
        reason: error?.message,
      });
    }
  };
}

function findUnfit(redis: Redis, settings: Settings, log: Logger): Promise<SettingsError> {
  return new Promise((resolve) => {
    redis.once('ready', () => {
      log.debug('connected to Redis');
      checkRedis({ redis, settings, log }).catch(resolve);
    });
  });
}

/** Counts the replicas now and then; returns what ends that. */
function lookForReplicas(confirmed: ConfirmedSubmits, asking: Redis): () => void {
  const timer = setInterval(() => confirmed.look(), replicaRoundMs);
  asking.on('ready', () => confirmed.look());
  return () => clearInterval(timer);
}
