import type { Audit, JobEnd, Jobs, NewOutput, Redis, Settings } from '@naas/core';
import type { Connection } from '@naas/device-drivers';
import type { Run } from './claims.js';
import { insist, type Insistence } from './insist.js';
import { endOf } from './job-end.js';
import { JobFailure } from './job-failure.js';
import { openDevice } from './open-device.js';
import { tasks } from './tasks.js';

/** What running a job needs. */
export interface RunTools {
  readonly jobs: Jobs;
  readonly redis: Redis;
  readonly settings: Settings;
  readonly audit: Audit;
  /** How to store outputs while Redis is away. */
  readonly insistence: Insistence;
  /** Told of a defect of ours that ended a job. */
  readonly onDefect: (error: unknown) => void;
}

/** Appends outputs to the record one by one, and counts them. */
class Outputs {
  count = 0;
  #bytes = 0;

  constructor(
    readonly run: Run,
    readonly tools: RunTools,
  ) {}

  readonly emit = async (output: NewOutput): Promise<void> => {
    const { jobs, settings, insistence } = this.tools;
    const most = settings.MAX_JOB_OUTPUT_BYTES;
    this.#bytes += Buffer.byteLength(output.output);
    if (this.#bytes > most) throw new JobFailure('OUTPUT_TOO_LARGE', `The outputs of the job are over ${most} bytes (MAX_JOB_OUTPUT_BYTES); ask for less in one job`);
    this.run.hear(await insist(() => jobs.emit(this.run.job, this.count, output), insistence));
    this.count += 1;
  };
}

/**
 * Does a claimed job on its device. Never rejects: what went wrong is in the end it resolves to. `closed` resolves when
 * the session is over: of a configuration job before its end is known, since the next one may have the device then.
 */
export async function runJob(run: Run, tools: RunTools): Promise<{ readonly end: JobEnd; readonly closed: Promise<void> }> {
  const { kind } = run.job.request;
  const outputs = new Outputs(run, tools);
  let connection: Connection | undefined;
  let end: JobEnd = { status: 'finished' };
  try {
    connection = await openDevice(run, tools);
    await tasks[kind]({ run, connection, emit: outputs.emit });
  } catch (error) {
    end = endOf(run, error, outputs.count);
    if (end.status === 'failed' && end.code === 'UNKNOWN') tools.onDefect(error);
  }
  const closed = connection ? connection.close() : Promise.resolve();
  if (kind === 'send-config') await closed;
  return { end, closed };
}
