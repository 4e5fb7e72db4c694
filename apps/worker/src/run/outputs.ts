import { reportConnected, type Jobs, type NewOutput, type Redis, type Settings } from '@naas/core';
import type { PooledConnection } from '../device/connection-pool.js';
import { untilRedisAnswers, type RedisRetry } from '../upkeep/until-redis-answers.js';
import type { Run } from './claims.js';
import { JobFailure } from './job-failure.js';
import type { OutputMemory } from './output-memory.js';

/** Dependencies of Outputs. */
export interface OutputTools {
  readonly redis: Redis;
  readonly jobs: Jobs;
  readonly settings: Pick<Settings, 'MAX_JOB_OUTPUT_BYTES'>;
  readonly redisRetry: RedisRetry;
  /** Limits the outputs of all jobs of the worker together. */
  readonly outputMemory: OutputMemory;
}

/** Reports a run's connections in the events of its job, and appends its outputs to the record one by one. */
export class Outputs {
  /** Number of outputs appended so far. */
  count = 0;
  #bytes = 0;
  /** Resolves when every report of a connection has been written, or has failed. Never rejects. */
  reported: Promise<void> = Promise.resolve();

  constructor(
    readonly run: Run,
    readonly tools: OutputTools,
  ) {}

  /**
   * Does not wait for Redis, so that the device does not have to wait either. Outputs and the end of the job
   * are written after the report.
   */
  reportConnection({ connection: { platform }, isReused }: PooledConnection): void {
    const { redis, redisRetry } = this.tools;
    const report = untilRedisAnswers(
      () => reportConnected(redis, this.run.job, { platform, isReused }),
      redisRetry,
    );
    this.reported = Promise.all([report, this.reported]).then(
      ([state]) => this.run.applyState(state),
      // untilRedisAnswers() has reported the error.
      () => undefined,
    );
  }

  readonly emit = async (output: NewOutput): Promise<void> => {
    const { settings, outputMemory } = this.tools;
    const maxBytes = settings.MAX_JOB_OUTPUT_BYTES;
    const bytes = Buffer.byteLength(output.output);
    this.#bytes += bytes;
    if (this.#bytes > maxBytes) {
      throw new JobFailure(
        'OUTPUT_TOO_LARGE',
        `The outputs of the job exceed ${maxBytes} bytes (MAX_JOB_OUTPUT_BYTES); request less in one job`,
      );
    }
    await outputMemory.with(bytes, this.run.signal, () => this.#append(output));
  };

  async #append(output: NewOutput): Promise<void> {
    const { jobs, redisRetry } = this.tools;
    await this.reported;
    this.run.applyState(
      await untilRedisAnswers(() => jobs.emit(this.run.job, this.count, output), redisRetry),
    );
    this.count += 1;
  }
}
