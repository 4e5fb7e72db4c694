import type { Server } from 'node:http';
import {
  announceWorker,
  checkRedis,
  createAudit,
  forgetWorker,
  heartbeatMs,
  keys,
  newWorkerId,
  Subscriptions,
  urlOf,
  version,
  type Audit,
  type Logger,
  type Settings,
} from '@naas/core';
import type { Resolve } from './device/resolve-device.js';
import type { Metrics } from './metrics.js';
import { createServices, type Services } from './services.js';
import { startStatusServer } from './status-server.js';
import { untilRedisAnswers } from './upkeep/until-redis-answers.js';
import { repeat, type Repetition } from './upkeep/repeat.js';
import { within } from './upkeep/within.js';

/** Options of a Worker. */
export interface WorkerOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** Receives the audit events. Default: lines on standard output. */
  readonly audit?: Audit;
  /** Finds the addresses of hosts. Default: the system's resolver. */
  readonly resolve?: Resolve;
}

/** Time limit of each step of a stop in addition to SHUTDOWN_TIMEOUT, in milliseconds: Redis may be away. */
const stepMs = 2000;

/** Time in which abandoned jobs must store their end, in milliseconds. */
const abandonMs = 1000;

/** Interval between two checks for due webhooks, in milliseconds. */
const webhookRoundMs = 1000;

/** A worker: everything between the queues and the devices, in one process. */
export class Worker {
  readonly id = newWorkerId();
  readonly #options: WorkerOptions;
  readonly #services: Services;
  readonly #startedAt = new Date().toISOString();
  readonly #giveUp = new AbortController();
  #repetitions: readonly Repetition[] = [];
  #server: Server | undefined;
  #stopped: Promise<void> | undefined;

  /** Opens connections to Redis without waiting for them. @throws SettingsError when a setting is invalid. */
  constructor(options: WorkerOptions) {
    const { audit = createAudit({ program: 'naas-worker' }) } = options;
    this.#options = options;
    this.#services = createServices({
      ...options,
      audit,
      workerId: this.id,
      giveUpSignal: this.#giveUp.signal,
    });
  }

  /** The metrics served at `/metrics`. */
  get metrics(): Metrics {
    return this.#services.metrics;
  }

  /** Base URL of `/metrics` and `/livez`, once start() listens. */
  get url(): string | undefined {
    return this.#server && urlOf(this.#server);
  }

  /**
   * Listens for `/livez`, waits for Redis without a time limit, then takes jobs.
   * @throws SettingsError when the port is in use, or Redis is unsuitable (a Cluster, or too old).
   */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      // After stop(), an error only means that a wait for Redis gave up.
      if (!this.#stopped) throw error;
    }
  }

  async #start(): Promise<void> {
    const { settings, log } = this.#options;
    const { redis, subscriber, metrics, claims, redisRetry, intake } = this.#services;
    this.#server = await startStatusServer(settings, metrics.registry);
    if (!(await this.#untilConnected())) return;
    await checkRedis({ redis, settings, log });
    const subscriptions = new Subscriptions(subscriber);
    // Messages published while this connection was down are lost. A renewal also reports cancelled jobs.
    subscriptions.onRestored(() => void claims.renew());
    await untilRedisAnswers(
      () => subscriptions.listen(keys.cancel(), (jobId) => claims.cancel(jobId)),
      redisRetry,
    );
    if (this.#isStopping()) return;
    claims.start();
    await untilRedisAnswers(() => this.announce(), redisRetry);
    await Promise.all(settings.WORKER_CONTEXTS.map((context) => intake.open(context)));
    if (this.#isStopping()) return;
    this.#repetitions = this.#repeatUpkeep();
    log.info('ready', {
      worker_id: this.id,
      url: this.url,
      contexts: settings.WORKER_CONTEXTS,
      concurrency: settings.WORKER_CONCURRENCY,
      version,
    });
  }

  // A method, because the compiler assumes that a field stays the same across an await.
  #isStopping(): boolean {
    return this.#stopped !== undefined;
  }

  #repeatUpkeep(): readonly Repetition[] {
    const { settings } = this.#options;
    const { replicas, webhooks, reaper, outage } = this.#services;
    return [
      repeat(() => this.announce(), heartbeatMs, outage.begin),
      repeat(() => replicas.refresh(), heartbeatMs, outage.begin),
      repeat(() => webhooks.round(), webhookRoundMs, outage.begin),
      repeat(() => reaper.reap(), settings.JOB_REAPER_INTERVAL * 1000, outage.begin),
    ];
  }

  /**
   * Takes no new jobs, returns unstarted entries to their queue, lets running jobs continue for
   * SHUTDOWN_TIMEOUT at most, and resolves when everything is closed. Safe to call twice.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { settings, log } = this.#options;
    const { claims, runner, intake, pool, webhooks, disconnect } = this.#services;
    await Promise.all([intake.close(stepMs), within(this.#deregister(), stepMs)]);
    if (!(await runner.idle(settings.SHUTDOWN_TIMEOUT * 1000))) {
      log.warn('SHUTDOWN_TIMEOUT has passed; stopping the jobs that still run', { jobs: claims.count });
      claims.stopAll('shutdown');
      await runner.idle(stepMs);
    }
    await Promise.all([within(pool.close(), stepMs), webhooks.idle(stepMs)]);
    this.#giveUp.abort();
    claims.stop();
    await disconnect();
    // Jobs that waited for Redis give up, now that the connection is closed.
    await runner.idle(stepMs);
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /** Stops all running jobs and stores their end, within a second: for a process that must exit at once. */
  async abandon(): Promise<void> {
    this.#services.claims.stopAll('abandoned');
    await this.#services.runner.idle(abandonMs);
  }

  /** Deregisters this worker and stops its periodic work. */
  async #deregister(): Promise<void> {
    await Promise.all(this.#repetitions.map((repetition) => repetition.stop()));
    await forgetWorker(this.#services.redis, this.id);
  }

  /** Registers this worker and its state in Redis now. A running worker does so every few seconds. */
  async announce(): Promise<void> {
    const facts = {
      contexts: this.#options.settings.WORKER_CONTEXTS,
      activeJobs: this.#services.claims.count,
      version,
      startedAt: this.#startedAt,
      sessions: Object.fromEntries(this.#services.pool.counts),
    };
    await announceWorker(this.#services.redis, this.id, facts);
    this.#services.outage.end();
  }

  /**
   * Resolves to true once Redis answers, to false when the worker is stopped first. bee-queue accepts only a
   * connection that is ready.
   */
  #untilConnected(): Promise<boolean> {
    if (this.#services.redis.status === 'ready') return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#services.redis.once('ready', () => resolve(true));
      this.#services.redis.once('end', () => resolve(false));
    });
  }
}
