import type { JobEnd } from '@naas/core';
import { changesDevice } from '@naas/contract';
import { DriverError } from '@naas/device-drivers';
import type { Run } from './claims.js';
import { DeviceAccess, type AccessTools } from '../device/device-access.js';
import { endOf } from './job-end.js';
import { Outputs, type OutputTools } from './outputs.js';
import type { PooledConnection } from '../device/connection-pool.js';
import { runTask } from './tasks.js';

/** Dependencies of runOnDevice(). */
export interface RunTools extends AccessTools, Pick<OutputTools, 'jobs' | 'outputMemory'> {
  /** Resolves once Redis has safely recorded the claim of a configuration job. Rejects with a JobFailure. */
  readonly confirmClaim: (run: Run) => Promise<void>;
  /** Called with the error when a job ended because of a defect in NAAS. */
  readonly onDefect: (error: unknown) => void;
}

/** The result of runOnDevice(). */
export interface RunResult {
  readonly end: JobEnd;
  /** Number of outputs that the run emitted. */
  readonly outputs: number;
  /**
   * Resolves when the connection is back in the pool or closed. For a configuration job that is already so,
   * because the next one may use the device as soon as the end of this one is stored.
   */
  readonly closed: Promise<void>;
}

/** Runs a claimed job on its device. Never rejects: errors are part of the returned end. */
export async function runOnDevice(run: Run, tools: RunTools): Promise<RunResult> {
  const outputs = new Outputs(run, tools);
  const isChange = changesDevice(run.job.request.kind);
  let end: JobEnd = { status: 'finished' };
  let closed: Promise<void> = Promise.resolve();
  try {
    if (isChange) await tools.confirmClaim(run);
    const giveBack = await runOnConnection(run, outputs, new DeviceAccess(run, tools));
    closed = giveBack();
    if (isChange) await closed;
  } catch (error) {
    end = endOf(run, error, outputs.count);
    if (end.status === 'failed' && end.code === 'UNKNOWN') tools.onDefect(error);
  }
  await outputs.reported;
  return { end, outputs: outputs.count, closed };
}

/** Runs the job's task on a connection. Resolves to the function that returns the connection to the pool. */
async function runOnConnection(
  run: Run,
  outputs: Outputs,
  access: DeviceAccess,
): Promise<() => Promise<void>> {
  const { request } = run.job;
  let pooled = await access.connection({ mustAnswer: changesDevice(request.kind) });
  for (;;) {
    outputs.reportConnection(pooled);
    try {
      await runTask({ run, request, connection: pooled.connection, emit: outputs.emit });
      return pooled.giveBack;
    } catch (error) {
      await pooled.giveBack();
      if (!shouldRetry(error, pooled, outputs)) {
        throw error;
      }
      pooled = await access.connection({ mustAnswer: true });
    }
  }
}

/** A read job is retried on another connection when a pooled one turned out to be dead before any output. */
function shouldRetry(error: unknown, { isReused }: PooledConnection, { count, run }: Outputs): boolean {
  const hasDoneNothing = count === 0 && !changesDevice(run.job.request.kind);
  return isConnectionLost(error) && isReused && hasDoneNothing && !run.signal.aborted;
}

function isConnectionLost(error: unknown): boolean {
  return error instanceof DriverError && error.code === 'CONNECTION_LOST';
}
