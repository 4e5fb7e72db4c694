import {
  admitAttempt,
  isAddress,
  recordAttempt,
  type Attempt,
  type Audit,
  type CircuitLimits,
  type Device,
  type DeviceReach,
  type HostPatterns,
  type KeyRing,
  type Reach,
  type Redis,
  type Settings,
} from '@naas/core';
import { changesDevice } from '@naas/contract';
import { DriverError, type Connection } from '@naas/device-drivers';
import type { Run } from '../run/claims.js';
import { untilRedisAnswers, type RedisRetry } from '../upkeep/until-redis-answers.js';
import { JobFailure } from '../run/job-failure.js';
import { openDevice } from './open-device.js';
import { poolKeyOf } from './pool-key.js';
import { reachOf } from './reach-of.js';
import { resolveDevice, type Resolve } from './resolve-device.js';
import type { PooledConnection, ConnectionPool } from './connection-pool.js';

/** Dependencies of DeviceAccess. */
export interface AccessTools {
  readonly redis: Redis;
  readonly keyRing: KeyRing;
  readonly settings: Settings;
  readonly audit: Audit;
  readonly pool: ConnectionPool;
  readonly resolve: Resolve;
  readonly reach: DeviceReach;
  /** Hosts whose connections are never pooled. */
  readonly unpooledHosts: HostPatterns;
  readonly redisRetry: RedisRetry;
}

/** Gets the connections of one run: from the pool, and through the circuit of its device. */
export class DeviceAccess {
  readonly #run: Run;
  readonly #tools: AccessTools;
  readonly #limits: CircuitLimits;
  /** The device by address, once it is known. */
  #reached: Device | undefined;

  constructor(run: Run, tools: AccessTools) {
    const { settings } = tools;
    this.#run = run;
    this.#tools = tools;
    this.#limits = {
      threshold: settings.CIRCUIT_BREAKER_THRESHOLD,
      openMs: settings.CIRCUIT_BREAKER_TIMEOUT * 1000,
      probeMs: run.job.request.connTimeoutMs + 5_000,
    };
  }

  /**
   * Takes a connection to the device. `mustAnswer`: a pooled connection is used only if it returns its prompt
   * first. Rejects with JobFailure CIRCUIT_OPEN, or as connect() does.
   */
  async connection({ mustAnswer }: { readonly mustAnswer: boolean }): Promise<PooledConnection> {
    const { settings, pool } = this.#tools;
    const { job, signal } = this.#run;
    const isPrivate = !settings.CONNECTION_POOL_ENABLED || this.#tools.unpooledHosts.has(job.request.host);
    const device = await this.#device();
    const key = poolKeyOf(job, device);
    return pool.take({ key, open: () => this.#open(device), mustAnswer, isPrivate, signal });
  }

  /**
   * Opens a new connection. The circuit is checked only here, once the pool has room for this run: runs that
   * wait for an unreachable device then fail at once, one after the other, without trying it.
   */
  async #open(device: Device): Promise<Connection> {
    await this.#requireAdmission();
    try {
      const connection = await openDevice(this.#run, device, this.#tools);
      await this.#record('reached');
      return connection;
    } catch (error) {
      const reach = error instanceof DriverError ? reachOf(error, this.#run.job.request) : 'unknown';
      await this.#record(reach);
      throw error;
    }
  }

  /**
   * The device of this run, by address: all names of one address share its pool, circuit and pinned key.
   * Rejects with JobFailure HOST_NOT_FOUND.
   */
  async #device(): Promise<Device> {
    const { request, address } = this.#run.job;
    const { context, host, port } = request;
    const named = { context, host, port };
    // The lease of a configuration job is for the address of its claim, so it goes there and nowhere else.
    const device =
      changesDevice(request.kind) && !isAddress(host)
        ? address && { ...named, host: address }
        : await resolveDevice(named, this.#tools.resolve);
    if (!device) throw new JobFailure('HOST_NOT_FOUND', `The host name ${host} does not resolve`);
    if (!this.#tools.reach.mayReach(host, device.host)) {
      throw new JobFailure(
        'DEVICE_FORBIDDEN',
        `Jobs may not reach ${host}; ask the operator of this service if they should (DEVICE_ALLOW, DEVICE_DENY)`,
      );
    }
    this.#reached = device;
    return device;
  }

  get #attempt(): Attempt {
    const { request, token } = this.#run.job;
    return { device: this.#reached ?? request, token };
  }

  async #requireAdmission(): Promise<void> {
    const { settings, redis, redisRetry } = this.#tools;
    if (!settings.CIRCUIT_BREAKER_ENABLED) return;
    const admission = await untilRedisAnswers(
      () => admitAttempt(redis, this.#attempt, this.#limits),
      redisRetry,
    );
    if (admission.may !== 'not') return;
    const { host, port } = this.#run.job.request;
    throw new JobFailure(
      'CIRCUIT_OPEN',
      `${host} port ${port} could not be reached several times in a row, so its circuit is open for another ` +
        `${Math.ceil(admission.retryMs / 1000)} s; nothing was sent`,
    );
  }

  async #record(reach: Reach): Promise<void> {
    const { settings, redis, redisRetry, audit } = this.#tools;
    if (!settings.CIRCUIT_BREAKER_ENABLED) return;
    const change = await untilRedisAnswers(
      () => recordAttempt(redis, { ...this.#attempt, reach }, this.#limits),
      redisRetry,
    );
    const { context, host, port } = this.#run.job.request;
    if (change !== 'same')
      audit.record(change === 'opened' ? 'circuit.opened' : 'circuit.closed', { context, host, port });
  }
}
