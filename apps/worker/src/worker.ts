import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import {
  announceWorker,
  checkRedis,
  connectRedis,
  createAudit,
  disconnectRedis,
  forgetWorker,
  heartbeatMs,
  Jobs,
  KeyRing,
  keys,
  newWorkerId,
  Replicas,
  Subscriptions,
  version,
  WebhookRules,
  Webhooks,
  type Audit,
  type Logger,
  type Redis,
  type Settings,
} from '@naas/core';
import { Claims } from './run/claims.js';
import { ConfirmedClaims } from './run/confirmed-claims.js';
import { DeviceLoad, mostOnDevice } from './intake/device-load.js';
import { insist, type Insistence } from './upkeep/insist.js';
import { Intake } from './intake/intake.js';
import { JobRunner } from './run/job-runner.js';
import { createMetrics, type Metrics } from './metrics.js';
import { Outage } from './upkeep/outage.js';
import { SessionPool } from './device/session-pool.js';
import { Reaper } from './upkeep/reaper.js';
import { repeat, type Repetition } from './upkeep/repeat.js';
import { Slots } from './intake/slots.js';
import { startStatusServer, urlOf } from './status-server.js';
import { WebhookSender } from './webhooks/sender.js';
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
  readonly #redis: Redis;
  readonly #subscriber: Redis;
  /** Asks replicas; what waits for their answer holds up nothing else. */
  readonly #asking: Redis;
  readonly #replicas: Replicas;
  readonly #metrics: Metrics;
  readonly #outage: Outage;
  readonly #claims: Claims;
  readonly #runner: JobRunner;
  readonly #intake: Intake;
  readonly #reaper: Reaper;
  readonly #pool: SessionPool;
  readonly #webhooks: WebhookSender;
  readonly #startedAt = new Date().toISOString();
  readonly #givingUp = new AbortController();
  readonly #insistence: Insistence;
  #repetitions: readonly Repetition[] = [];
  #server: Server | undefined;
  #stopped: Promise<void> | undefined;

  /** Opens connections to Redis, and waits for nothing. @throws SettingsError when a setting is wrong. */
  constructor(options: WorkerOptions) {
    const { settings, log, audit = createAudit({ program: 'naas-worker' }) } = options;
    this.#options = options;
    const keyRing = new KeyRing(settings.NAAS_ENCRYPTION_KEY);
    this.#outage = new Outage(log, () => {
      this.#reaper.holdOff();
      void this.#claims.renew();
    });
    this.#redis = connectRedis(settings, 'patient', this.#outage.hear);
    this.#subscriber = connectRedis(settings, 'subscriber');
    this.#asking = connectRedis(settings, 'patient');
    const redis = this.#redis;
    const onError = this.#outage.begin;
    const jobs = new Jobs({ redis, keyRing, settings });
    setMaxListeners(0, this.#givingUp.signal); // one for each job that waits for Redis
    this.#insistence = { signal: this.#givingUp.signal, onError };
    this.#claims = new Claims(jobs, onError);
    this.#metrics = createMetrics({ activeJobs: () => this.#claims.count });
    this.#reaper = new Reaper({
      jobs,
      metrics: this.#metrics,
      log,
      audit,
      workerId: this.id,
      sweepMs: settings.JOB_REAPER_INTERVAL * 1000,
    });
    this.#webhooks = new WebhookSender({
      webhooks: new Webhooks({ redis, keyRing }),
      rules: new WebhookRules(settings),
      settings,
      log,
      audit,
      metrics: this.#metrics,
      onError,
    });
    this.#pool = new SessionPool({
      perDevice: settings.DEVICE_MAX_SESSIONS,
      total: settings.CONNECTION_POOL_MAX_SIZE,
      idleMs: settings.CONNECTION_POOL_IDLE_TIMEOUT * 1000,
      ageMs: settings.CONNECTION_POOL_MAX_AGE * 1000,
    });
    this.#replicas = new Replicas(this.#asking);
    const confirmed = new ConfirmedClaims({
      replicas: this.#replicas,
      jobs: new Jobs({ redis: this.#asking, keyRing, settings }),
      log,
      insistence: this.#insistence,
    });
    this.#runner = new JobRunner({
      jobs,
      redis,
      confirmClaim: confirmed.demand,
      pool: this.#pool,
      settings,
      log,
      audit,
      workerId: this.id,
      claims: this.#claims,
      metrics: this.#metrics,
      insistence: this.#insistence,
    });
    const load = new DeviceLoad(
      mostOnDevice(settings),
      (target) => void insist(() => jobs.callNext(target), this.#insistence).catch(onError),
    );
    this.#intake = new Intake({
      redis,
      jobs,
      workerId: this.id,
      slots: new Slots(settings.WORKER_CONCURRENCY),
      load,
      runner: this.#runner,
      metrics: this.#metrics,
      onError,
    });
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
    this.#server = await startStatusServer(settings, this.#metrics.registry);
    if (!(await this.#untilConnected())) return;
    await checkRedis({ redis: this.#redis, settings, log });
    const subscriptions = new Subscriptions(this.#subscriber);
    // What was published while this connection was down is lost; a renewal tells of cancelled jobs too.
    subscriptions.onRestored(() => void this.#claims.renew());
    await insist(
      () => subscriptions.listen(keys.cancel(), (jobId) => this.#claims.cancel(jobId)),
      this.#insistence,
    );
    if (this.#stopped) return;
    this.#claims.start();
    await insist(() => this.announce(), this.#insistence);
    await Promise.all(settings.WORKER_CONTEXTS.map((context) => this.#intake.open(context)));
    if (this.#stopped) return;
    this.#repetitions = [
      repeat(() => this.announce(), heartbeatMs, this.#outage.begin),
      repeat(() => this.#replicas.look(), heartbeatMs, this.#outage.begin),
      repeat(() => this.#webhooks.round(), webhookRoundMs, this.#outage.begin),
      repeat(() => this.#reaper.reap(), settings.JOB_REAPER_INTERVAL * 1000, this.#outage.begin),
    ];
    log.info('ready', {
      worker_id: this.id,
      url: this.url,
      contexts: settings.WORKER_CONTEXTS,
      concurrency: settings.WORKER_CONCURRENCY,
      version,
    });
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
    await Promise.all([this.#intake.close(stepMs), within(this.#leave(), stepMs)]);
    if (!(await this.#runner.idle(settings.SHUTDOWN_TIMEOUT * 1000))) {
      log.warn('SHUTDOWN_TIMEOUT has passed; what still runs is stopped', { jobs: this.#claims.count });
      this.#claims.stopAll('shutdown');
      await this.#runner.idle(stepMs);
    }
    await Promise.all([within(this.#pool.close(), stepMs), this.#webhooks.idle(stepMs)]);
    this.#givingUp.abort();
    this.#claims.stop();
    await Promise.all([this.#redis, this.#subscriber, this.#asking].map(disconnectRedis));
    await this.#runner.idle(stepMs); // with Redis gone, what waited for it gives up
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  /** Stops what runs and hands its end in, within a second: for a process that must end at once. */
  async abandon(): Promise<void> {
    this.#claims.stopAll('abandoned');
    await this.#runner.idle(abandonMs);
  }

  /** Is not counted as a worker any more; nobody is told so twice. */
  async #leave(): Promise<void> {
    await Promise.all(this.#repetitions.map((repetition) => repetition.stop()));
    await forgetWorker(this.#redis, this.id);
  }

  /** Tells Redis at once what this worker is and does; it does so by itself every few seconds. */
  async announce(): Promise<void> {
    const facts = {
      contexts: this.#options.settings.WORKER_CONTEXTS,
      activeJobs: this.#claims.count,
      version,
      startedAt: this.#startedAt,
      sessions: Object.fromEntries(this.#pool.counts),
    };
    await announceWorker(this.#redis, this.id, facts);
    this.#outage.end();
  }

  /**
   * Resolves when Redis answers; to false when the worker is stopped first. bee-queue takes only a connection
   * that is ready.
   */
  #untilConnected(): Promise<boolean> {
    if (this.#redis.status === 'ready') return Promise.resolve(true);
    return new Promise((resolve) => {
      this.#redis.once('ready', () => resolve(true));
      this.#redis.once('end', () => resolve(false));
    });
  }
}
