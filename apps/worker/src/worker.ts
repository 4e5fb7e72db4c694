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
import type { Metrics } from './metrics.js';
import { createServices, type Services } from './services.js';
import { startStatusServer } from './status-server.js';
import { insist } from './upkeep/insist.js';
import { repeat, type Repetition } from './upkeep/repeat.js';
import { within } from './upkeep/within.js';

/** What a worker is made of. */
export interface WorkerOptions {
  readonly settings: Settings;
  readonly log: Logger;
  /** Takes the audit events; lines on standard output where it is not given. */
  readonly audit?: Audit;
}

/** How long each step of a stop may take beside SHUTDOWN_TIMEOUT, in milliseconds: Redis may be away. */
const stepMs = 2000;

/** How long the jobs that run may take to hand in that they were abandoned, in milliseconds. */
const abandonMs = 1000;

/** How often webhooks that are due are looked for, in milliseconds. */
const webhookRoundMs = 1000;

/** A worker: everything between the queues and the devices, in one process. */
export class Worker {
  readonly id = newWorkerId();
  readonly #options: WorkerOptions;
  readonly #services: Services;
  readonly #startedAt = new Date().toISOString();
  readonly #givingUp = new AbortController();
  #repetitions: readonly Repetition[] = [];
  #server: Server | undefined;
  #stopped: Promise<void> | undefined;

  /** Opens connections to Redis, and waits for nothing. @throws SettingsError when a setting is wrong. */
  constructor(options: WorkerOptions) {
    const { audit = createAudit({ program: 'naas-worker' }) } = options;
    this.#options = options;
    this.#services = createServices({
      ...options,
      audit,
      workerId: this.id,
      givingUp: this.#givingUp.signal,
    });
  }

  /** What `/metrics` shows. */
  get metrics(): Metrics {
    return this.#services.metrics;
  }

  /** Where `/metrics` and `/livez` are, once start() has listened. */
  get url(): string | undefined {
    return this.#server && urlOf(this.#server);
  }

  /**
   * Listens for `/livez`, then waits for Redis as long as it takes, then takes jobs.
   * @throws SettingsError when the port is taken, or this Redis can never serve.
   */
  async start(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      if (!this.#stopped) throw error; // what waited for Redis gave up
    }
  }

  async #start(): Promise<void> {
    const { settings, log } = this.#options;
    const { redis, subscriber, metrics, claims, insistence, intake } = this.#services;
    this.#server = await startStatusServer(settings, metrics.registry);
    if (!(await this.#untilConnected())) return;
    await checkRedis({ redis, settings, log });
    const subscriptions = new Subscriptions(subscriber);
    // What was published while this connection was down is lost; a renewal tells of cancelled jobs too.
    subscriptions.onRestored(() => void claims.renew());
    await insist(() => subscriptions.listen(keys.cancel(), (jobId) => claims.cancel(jobId)), insistence);
    if (this.#isStopping()) return;
    claims.start();
    await insist(() => this.announce(), insistence);
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

  // A method, since the compiler takes a field for unchanged while it waits.
  #isStopping(): boolean {
    return this.#stopped !== undefined;
  }

  #repeatUpkeep(): readonly Repetition[] {
    const { settings } = this.#options;
    const { replicas, webhooks, reaper, outage } = this.#services;
    return [
      repeat(() => this.announce(), heartbeatMs, outage.begin),
      repeat(() => replicas.look(), heartbeatMs, outage.begin),
      repeat(() => webhooks.round(), webhookRoundMs, outage.begin),
      repeat(() => reaper.reap(), settings.JOB_REAPER_INTERVAL * 1000, outage.begin),
    ];
  }

  /**
   * Takes nothing new, gives back what was never begun, lets jobs run for SHUTDOWN_TIMEOUT at most, and
   * resolves when all is closed. Calling it again changes nothing.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const { settings, log } = this.#options;
    const { claims, runner, intake, pool, webhooks, disconnect } = this.#services;
    await Promise.all([intake.close(stepMs), within(this.#leave(), stepMs)]);
    if (!(await runner.idle(settings.SHUTDOWN_TIMEOUT * 1000))) {
      log.warn('SHUTDOWN_TIMEOUT has passed; what still runs is stopped', { jobs: claims.count });
      claims.stopAll('shutdown');
      await runner.idle(stepMs);
    }
    await Promise.all([within(pool.close(), stepMs), webhooks.idle(stepMs)]);
    this.#givingUp.abort();
    claims.stop();
    await disconnect();
    await runner.idle(stepMs); // with Redis gone, what waited for it gives up
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /** Stops what runs and hands its end in, within a second: for a process that must end at once. */
  async abandon(): Promise<void> {
    this.#services.claims.stopAll('abandoned');
    await this.#services.runner.idle(abandonMs);
  }

  /** Is not counted as a worker any more; nobody is told so twice. */
  async #leave(): Promise<void> {
    await Promise.all(this.#repetitions.map((repetition) => repetition.stop()));
    await forgetWorker(this.#services.redis, this.id);
  }

  /** Tells Redis at once what this worker is and does; it does so by itself every few seconds. */
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
   * Resolves when Redis answers; to false when the worker is stopped first. bee-queue takes only a connection
   * that is ready.
   */
  #untilConnected(): Promise<boolean> {
    if (this.#services.redis.status === 'ready') return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#services.redis.once('ready', () => resolve(true));
      this.#services.redis.once('end', () => resolve(false));
    });
  }
}
