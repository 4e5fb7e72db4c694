import type { CommandRequest, ConfigurationRequest, JobRequest, NewOutput } from '@naas/core';
import type { Connection } from '@naas/device-drivers';
import type { Run } from './claims.js';

/** Dependencies of a task. */
export interface TaskTools<Request extends JobRequest = JobRequest> {
  readonly run: Run;
  readonly request: Request;
  /** Logged in and idle at its prompt. */
  readonly connection: Connection;
  /**
   * Stores an output at once, beside the job's record. Rejects with JobFailure OUTPUT_TOO_LARGE when the
   * job's outputs exceed MAX_JOB_OUTPUT_BYTES.
   */
  readonly emit: (output: NewOutput) => Promise<void>;
}

/** Runs commands. Rejects with DriverError or JobFailure. */
export type CommandTask = (tools: TaskTools<CommandRequest>) => Promise<void>;

/** Pushes configuration. Rejects with DriverError or JobFailure. */
export type ConfigurationTask = (tools: TaskTools<ConfigurationRequest>) => Promise<void>;
