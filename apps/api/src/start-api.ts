import { setMaxListeners } from 'node:events';
import { AdminSecret, Tokens } from '@naas/auth';
import {
  ApiKeys,
  checkRedis,
  connectRedis,
  createAudit,
  disconnectRedis,
  Jobs,
  KeyRing,
  Replicas,
  Subscriptions,
  version,
  type Audit,
  type Logger,
  type Redis,
  type RedisListener,
  type Settings,
  type SettingsError,
} from '@naas/core';
import { AccessAudit } from './http/access-audit.js';
import { createListener } from './http/app.js';
import { ConfirmedSubmits } from './submit/confirmed-submits.js';
import { watchRequests } from './http/drain.js';
import { listen, urlOf } from './http/listen.js';
import { createMetrics } from './metrics.js';
import { openApiDocument } from './openapi/document.js';
import { routesFor } from './routes.js';
import type { Platforms } from './services.js';
import { jobReads } from './stream/job-reads.js';
import { OpenStreams } from './stream/open-streams.js';
import { loadTlsPair } from './tls/load.js';

/** What an API is started with. */
export interface ApiOptions {
  readonly settings: Settings;
  readonly log: Logger;
  readonly platforms: Platforms;
  /** Takes the audit events; lines on standard output where it is not given. */
  readonly audit?: Audit;
}

/** An API that listens. */
export interface RunningApi {
  readonly url: string;
  /**
   * Resolves when the first connection shows that this Redis can never serve; it does not while all is well.
   */
  readonly unfit: Promise<SettingsError>;
  /**
   * Takes no more requests, lets those that wait answer, and resolves when all is closed, after
   * SHUTDOWN_TIMEOUT at most.
   */
  stop(): Promise<void>;
}

function redisLog(log: Logger): RedisListener {
  return (event, error) => {
    if (event === 'found') log.info('Redis can be reached again');
    else
      log.warn('Redis cannot be reached; requests are answered 503 until it is back', {
        reason: error?.message,
      });
  };
}

/** How often the replicas of Redis are counted, in milliseconds. */
const lookMs = 2000;

function findUnfit(redis: Redis, settings: Settings, log: Logger): Promise<SettingsError> {
  return new Promise((resolve) => {
    redis.once('ready', () => {
      log.debug('connected to Redis');
      checkRedis({ redis, settings, log }).catch(resolve);
    });
  });
}

/**
 * Starts an API; it does not wait for Redis.
 * @throws SettingsError when a setting is wrong or the port is taken.
 */
export async function startApi({
  settings,
  log,
  platforms,
  audit = createAudit({ program: 'naas-api' }),
}: ApiOptions): Promise<RunningApi> {
  const keyRing = new KeyRing(settings.NAAS_ENCRYPTION_KEY);
  const tokens = new Tokens(settings.NAAS_JWT_SECRET);
  const pair = await loadTlsPair(settings);
  const redis = connectRedis(settings, 'fail-fast', redisLog(log));
  const subscriber = connectRedis(settings, 'subscriber');
  // its answers are waited for as long as the caller may wait
  const asking = connectRedis(settings, 'patient');
  const unfit = findUnfit(redis, settings, log);
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal); // one for each request that waits
  const metrics = createMetrics();
  const jobs = new Jobs({ redis, keyRing, settings });
  const confirmed = new ConfirmedSubmits({
    replicas: new Replicas(asking),
    asked: new Jobs({ redis: asking, keyRing, settings }),
    jobs,
    log,
  });
  const looking = setInterval(() => confirmed.look(), lookMs);
  asking.on('ready', () => confirmed.look());
  const close = () => {
    clearInterval(looking);
    return Promise.all([redis, subscriber, asking].map(disconnectRedis));
  };
  const services = {
    settings,
    log,
    keyRing,
    tokens,
    redis,
    platforms,
    adminSecret: new AdminSecret(settings.NAAS_ADMIN_SECRET),
    apiKeys: new ApiKeys(redis),
    jobs,
    confirmed,
    jobReads: jobReads({ jobs, redis, keyRing }),
    subscriptions: new Subscriptions(subscriber),
    metrics,
    audit,
    access: new AccessAudit(audit),
    streams: new OpenStreams(settings.SSE_MAX_CONNECTIONS, (count) => metrics.eventStreams.set(count)),
    openApi: JSON.stringify(openApiDocument(routesFor(settings))),
    stopping: stopping.signal,
  };
  try {
    const server = await listen(settings, pair, createListener(routesFor(settings), services));
    const closeServer = watchRequests(server);
    const url = urlOf(server, pair);
    log.info('ready', { url, version });
    return {
      url,
      unfit,
      stop: async () => {
        stopping.abort();
        await closeServer(settings.SHUTDOWN_TIMEOUT * 1000);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
