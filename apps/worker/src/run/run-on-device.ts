import { reportConnected, type JobEnd, type Jobs, type NewOutput } from '@naas/core';
import { changesDevice } from '@naas/contract';
import { DriverError } from '@naas/device-drivers';
import type { Run } from './claims.js';
import { DeviceAccess, type AccessTools } from '../device/device-access.js';
import { insist } from '../upkeep/insist.js';
import { endOf } from './job-end.js';
import { JobFailure } from './job-failure.js';
import type { PooledSession } from '../device/session-pool.js';
import { runTask } from './tasks.js';

/** What running a job needs. */
export interface RunTools extends AccessTools {
  readonly jobs: Jobs;
  /** Resolves when a configuration may be pushed, as to Redis; rejects with a JobFailure. */
  readonly confirmClaim: (run: Run) => Promise<void>;
  /** Told of a defect of ours that ended a job. */
  readonly onDefect: (error: unknown) => void;
}

/** Tells of the session in the job's events, appends outputs to the record one by one, and counts them. */
class Outputs {
  count = 0;
  #bytes = 0;
  /** Resolves when all that was told of sessions has been written, or cannot be. */
  told: Promise<void> = Promise.resolve();

  constructor(
    readonly run: Run,
    readonly tools: RunTools,
  ) {}

  /**
   * Does not wait for Redis, so that the device need not either; outputs and the end are written after it.
   */
  connected({ connection: { platform }, isReused }: PooledSession): void {
    const { redis, insistence } = this.tools;
    const tell = () => insist(() => reportConnected(redis, this.run.job, { platform, isReused }), insistence);
    this.told = Promise.all([tell(), this.told]).then(
      ([state]) => this.run.hear(state),
      () => undefined,
    ); // insist() has told of what failed
  }

  readonly emit = async (output: NewOutput): Promise<void> => {
    const { jobs, settings, insistence } = this.tools;
    const most = settings.MAX_JOB_OUTPUT_BYTES;
    this.#bytes += Buffer.byteLength(output.output);
    if (this.#bytes > most)
      throw new JobFailure(
        'OUTPUT_TOO_LARGE',
        `The outputs of the job are over ${most} bytes (MAX_JOB_OUTPUT_BYTES); ask for less in one job`,
      );
    await this.told;
    this.run.hear(await insist(() => jobs.emit(this.run.job, this.count, output), insistence));
    this.count += 1;
  };
}

/**
 * A show job whose kept session turned out to be dead before it gave anything is begun anew on another one.
 */
function isWorthAnother(
  error: unknown,
  {
    session,
    outputs,
    run,
  }: { readonly session: PooledSession; readonly outputs: Outputs; readonly run: Run },
): boolean {
  const isDead = error instanceof DriverError && error.code === 'CONNECTION_LOST';
  return (
    isDead &&
    session.isReused &&
    outputs.count === 0 &&
    !changesDevice(run.job.request.kind) &&
    !run.signal.aborted
  );
}

/** Runs a job's task on a session; resolves to how the session is given back. */
async function runOnDevice(run: Run, outputs: Outputs, access: DeviceAccess): Promise<() => Promise<void>> {
  const { request } = run.job;
  let session = await access.session({ mustAnswer: changesDevice(request.kind) });
  for (;;) {
    outputs.connected(session);
    try {
      await runTask({ run, request, connection: session.connection, emit: outputs.emit });
      return session.giveBack;
    } catch (error) {
      await session.giveBack();
      if (!isWorthAnother(error, { session, outputs, run })) {
        if (error instanceof DriverError && error.code === 'CONNECTION_LOST') await access.lost();
        throw error;
      }
      session = await access.session({ mustAnswer: true });
    }
  }
}

/**
 * Does a claimed job on its device. Never rejects: what went wrong is in the end it resolves to; `outputs`:
 * how many it emitted. `closed` resolves when the session is given back: of a configuration job before its
 * end is known, since the next one may have the device then.
 */
export async function runJob(
  run: Run,
  tools: RunTools,
): Promise<{ readonly end: JobEnd; readonly outputs: number; readonly closed: Promise<void> }> {
  const outputs = new Outputs(run, tools);
  const isChange = changesDevice(run.job.request.kind);
  let end: JobEnd = { status: 'finished' };
  let closed: Promise<void> = Promise.resolve();
  try {
    if (isChange) await tools.confirmClaim(run);
    const giveBack = await runOnDevice(run, outputs, new DeviceAccess(run, tools));
    closed = giveBack();
    if (isChange) await closed;
  } catch (error) {
    end = endOf(run, error, outputs.count);
    if (end.status === 'failed' && end.code === 'UNKNOWN') tools.onDefect(error);
  }
  await outputs.told;
  return { end, outputs: outputs.count, closed };
}
