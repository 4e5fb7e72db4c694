import type { NewOutput } from '@naas/core';
import type { Connection } from '@naas/device-drivers';
import type { Run } from './claims.js';

/** What a task works with. */
export interface TaskTools {
  readonly run: Run;
  /** Logged in, at its base prompt. */
  readonly connection: Connection;
  /**
   * Stores an output beside the record, at once. Rejects with a JobFailure when the job's outputs are over
   * MAX_JOB_OUTPUT_BYTES.
   */
  readonly emit: (output: NewOutput) => Promise<void>;
}

/** The work of one job kind on an open connection. Rejects with DriverError or JobFailure. */
export type Task = (tools: TaskTools) => Promise<void>;
