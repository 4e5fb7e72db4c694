import {
  admitAttempt,
  recordAttempt,
  type Attempt,
  type Audit,
  type CircuitLimits,
  type HostPatterns,
  type Reach,
  type Redis,
  type Settings,
} from '@naas/core';
import { jobErrorRow } from '@naas/contract';
import { DriverError, type Connection } from '@naas/device-drivers';
import { jobCodeOf } from '../run/job-end.js';
import type { Run } from '../run/claims.js';
import { insist, type Insistence } from '../upkeep/insist.js';
import { JobFailure } from '../run/job-failure.js';
import { openDevice } from './open-device.js';
import { poolKeyOf } from './pool-key.js';
import type { PooledSession, SessionPool } from './session-pool.js';

/** What reaching devices needs. */
export interface AccessTools {
  readonly redis: Redis;
  readonly settings: Settings;
  readonly audit: Audit;
  readonly pool: SessionPool;
  /** Hosts whose connections are never kept. */
  readonly neverKept: HostPatterns;
  readonly insistence: Insistence;
}

function reachOf(error: unknown): Reach {
  if (!(error instanceof DriverError)) return 'unknown';
  const says = jobErrorRow(jobCodeOf[error.code]).device;
  if (says === null) return 'unknown';
  return says === 'unreached' ? 'unreached' : 'reached';
}

/** The way of one run to its device: past the circuit breaker, to a session of the pool. */
export class DeviceAccess {
  readonly #run: Run;
  readonly #tools: AccessTools;
  readonly #limits: CircuitLimits;

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
   * A session on the device. `mustAnswer`: one that was kept is only used once it has brought its prompt
   * back. Rejects with JobFailure CIRCUIT_OPEN, or as connect() does.
   */
  async session({ mustAnswer }: { readonly mustAnswer: boolean }): Promise<PooledSession> {
    const { settings, pool } = this.#tools;
    const { job, signal } = this.#run;
    const isAlone = !settings.CONNECTION_POOL_ENABLED || this.#tools.neverKept.has(job.request.host);
    return pool.take({ key: poolKeyOf(job), open: this.#open, mustAnswer, isAlone, signal });
  }

  /**
   * Opens a new session. The circuit is asked only here, when it is this run's turn on the device: those who
   * wait behind a device that cannot be reached are told at once, one after the other.
   */
  readonly #open = async (): Promise<Connection> => {
    await this.#demandCircuit();
    try {
      const connection = await openDevice(this.#run, this.#tools);
      await this.#record('reached');
      return connection;
    } catch (error) {
      await this.#record(reachOf(error));
      throw error;
    }
  };

  /** The device ended a session in the middle. */
  async lost(): Promise<void> {
    await this.#record('unreached');
  }

  get #attempt(): Attempt {
    const { request, token } = this.#run.job;
    return { device: request, token };
  }

  async #demandCircuit(): Promise<void> {
    const { settings, redis, insistence } = this.#tools;
    if (!settings.CIRCUIT_BREAKER_ENABLED) return;
    const answer = await insist(() => admitAttempt(redis, this.#attempt, this.#limits), insistence);
    if (answer.may !== 'not') return;
    const { host, port } = this.#run.job.request;
    throw new JobFailure(
      'CIRCUIT_OPEN',
      `${host} port ${port} could not be reached several times in a row, and is left alone for ` +
        `${Math.ceil(answer.retryMs / 1000)} s more; nothing was sent`,
    );
  }

  async #record(reach: Reach): Promise<void> {
    const { settings, redis, insistence, audit } = this.#tools;
    if (!settings.CIRCUIT_BREAKER_ENABLED) return;
    const change = await insist(
      () => recordAttempt(redis, { ...this.#attempt, reach }, this.#limits),
      insistence,
    );
    const { context, host, port } = this.#run.job.request;
    if (change !== 'same')
      audit.record(change === 'opened' ? 'circuit.opened' : 'circuit.closed', { context, host, port });
  }
}
