import type { CommandRequest, ConfigurationRequest, JobRequest, NewOutput } from '@naas/core';
import type { Connection } from '@naas/device-drivers';
import type { Run } from './claims.js';

/** What a task works with. */
export interface TaskTools<Request extends JobRequest = JobRequest> {
  readonly run: Run;
  readonly request: Request;
  /** Logged in, at its base prompt. */
  readonly connection: Connection;
  /**
   * Stores an output beside the record, at once. Rejects with a JobFailure when the job's outputs are over
   * MAX_JOB_OUTPUT_BYTES.
   */
  readonly emit: (output: NewOutput) => Promise<void>;
}

/** Runs commands. Rejects with DriverError or JobFailure. */
export type CommandTask = (tools: TaskTools<CommandRequest>) => Promise<void>;

/** Pushes configuration. Rejects with DriverError or JobFailure. */
export type ConfigurationTask = (tools: TaskTools<ConfigurationRequest>) => Promise<void>;
